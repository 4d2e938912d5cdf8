package dev.wardroom.client.view;

import java.util.List;

/// How this device is doing.
///
/// @param server base address
/// @param unread messages in all conversations
/// @param waiting own messages not yet accepted by the server
/// @param undecryptable messages that could not be opened and have not been sent again yet
/// @param prekeysLeft one-time prekeys at the server; -1 when not connected
/// @param clockOffsetMillis server's clock minus ours
/// @param quarantined refused messages that are kept
public record StatusView(
    PersonView self,
    DeviceRef device,
    String network,
    String server,
    ConnectionState connection,
    int unread,
    int waiting,
    int undecryptable,
    int prekeysLeft,
    long clockOffsetMillis,
    int quarantined,
    List<WarningView> warnings) {

  public StatusView {
    warnings = List.copyOf(warnings);
  }
}

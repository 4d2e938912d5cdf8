package dev.wardroom.core.message;

import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.message.Audience;
import java.util.List;

/// All that sealing needs beside the device key.
///
/// @param audience every user of the scope, and the retention user, as this sender sees them
/// @param leftOut dormant devices of the scope
/// @param recipients every other device of the scope, the sender's own other devices too
/// @param now for the end of leases, milliseconds since epoch
public record SealRequest(
    SenderPlace place,
    MessageDraft draft,
    List<Audience.User> audience,
    List<DeviceId> leftOut,
    List<LeasedDevice> recipients,
    long now) {
  public SealRequest {
    audience = List.copyOf(audience);
    leftOut = List.copyOf(leftOut);
    recipients = List.copyOf(recipients);
  }
}

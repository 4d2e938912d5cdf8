package dev.wardroom.client;

import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.Progress;
import java.time.Duration;
import java.util.List;

/// The own devices. (Making this home a device is [Wardroom].)
public interface Devices {

  List<DeviceView> list();

  /// Signs a new device list without it; its sessions end at once. It can read nothing sent from
  /// now on.
  ///
  /// @param password needed to open the root key when this device does not approve by itself; may
  ///   be empty
  void remove(DeviceRef device, char[] password);

  /// The name in the list of devices, noted at the server.
  void rename(DeviceRef device, String name);

  /// Shows a code that a new device scans or types; the old device's side of linking. Valid for two
  /// minutes.
  LinkOffer offerLink();

  /// Takes the code that a new device shows; the old device's side of linking.
  LinkRequest acceptLink(String code);

  /// @param code to be shown as a QR and as text
  /// @param id for [#awaitLink]
  record LinkOffer(String id, String code, long validMillis) {}

  /// A new device asks to be added. Nothing happens before [#confirmLink].
  ///
  /// @param deviceName as it calls itself
  /// @param check 8 digits that both devices show: compare them
  record LinkRequest(String id, String deviceName, String check) {}

  /// Waits until a new device has answered the offer.
  LinkRequest awaitLink(LinkOffer offer, Duration patience);

  /// Signs the new device in, and hands history over when asked.
  ///
  /// @param withHistory move messages too; expired, burnt and recalled ones are left out
  DeviceView confirmLink(LinkRequest request, boolean withHistory, Progress progress);

  /// Says no.
  void refuseLink(LinkRequest request);
}

package dev.wardroom.server.directory;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.directory.prekeys.PreparedBatch;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import java.util.List;
import java.util.Optional;

/// A verified list on its way into the store, with what it changes.
///
/// @param signed as received
/// @param before version that it follows; 0 for the first
/// @param added ids that the version before did not name
/// @param removed ids that the version before named
/// @param device what came with the added device
record ListOffer(
    VerifiedDeviceList list,
    byte[] signed,
    long before,
    List<DeviceId> added,
    List<DeviceId> removed,
    Optional<NewDevice> device,
    List<PreparedBatch> batches) {

  /// Verifies the added device's batches and works out what changes. A list adds one device at
  /// most, and one that adds a device comes with that device's batches.
  static ListOffer of(
      Optional<VerifiedDeviceList> before,
      VerifiedDeviceList list,
      byte[] signed,
      Optional<NewDevice> device,
      long nowMillis) {
    List<DeviceId> earlier = ids(before);
    List<DeviceId> now = ids(Optional.of(list));
    List<DeviceId> added = now.stream().filter(id -> !earlier.contains(id)).toList();
    List<DeviceId> removed = earlier.stream().filter(id -> !now.contains(id)).toList();
    Optional<NewDevice> expected = device.filter(each -> added.equals(List.of(each.id())));
    if (added.size() > 1 || (added.size() == 1 && expected.isEmpty())) {
      throw new Refusal(
          Reason.REASON_MALFORMED,
          "A list adds one device, and that device's prekeys come with it.");
    }
    List<PreparedBatch> batches =
        expected
            .map(each -> PreparedBatch.verify(each.batches(), list, each.id(), nowMillis))
            .orElse(List.of());
    if (expected.isPresent() && batches.isEmpty()) {
      throw new Refusal(Reason.REASON_MALFORMED, "A new device comes with prekeys.");
    }
    long version = before.map(VerifiedDeviceList::list).map(DeviceList::version).orElse(0L);
    return new ListOffer(list, signed, version, added, removed, expected, batches);
  }

  private static List<DeviceId> ids(Optional<VerifiedDeviceList> list) {
    return list.map(each -> each.list().devices().stream().map(DeviceEntry::id).toList())
        .orElse(List.of());
  }
}

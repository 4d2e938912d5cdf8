package dev.wardroom.wire.log;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;

/// Who signs an entry, with the device list that proves it.
///
/// @param rootKeyHash of that list
/// @param vouchedRootKeyHash the root key hash of the version before, when the old root signed the
///   change to this one; otherwise the same as `rootKeyHash`
public record Actor(
    UserId user, DeviceId device, Hash32 listHash, Hash32 rootKeyHash, Hash32 vouchedRootKeyHash) {
  /// The device need not be checked here: an entry's verification does that.
  public static Actor of(VerifiedDeviceList list, DeviceId device) {
    Hash32 vouched =
        list.rootChange() == VerifiedDeviceList.RootChange.VOUCHED
            ? list.rootKeyHashBefore()
            : list.rootKeyHash();
    return new Actor(list.user(), device, list.hash(), list.rootKeyHash(), vouched);
  }
}

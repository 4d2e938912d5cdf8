package dev.wardroom.server.directory;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.List;

/// A person's device list has a new version. Published in the transaction that keeps it: whoever
/// holds audiences, sessions or mailboxes of those devices changes them within it.
///
/// @param list the new version, verified
/// @param added devices that the version before did not name
/// @param removed devices that the version before named
public record ListChanged(
    NetworkId network,
    UserId user,
    VerifiedDeviceList list,
    List<DeviceId> added,
    List<DeviceId> removed)
    implements Events.Event {}

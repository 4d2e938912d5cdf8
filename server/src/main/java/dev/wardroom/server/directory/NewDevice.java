package dev.wardroom.server.directory;

import dev.wardroom.server.directory.prekeys.UploadedBatch;
import dev.wardroom.wire.id.DeviceId;
import java.util.List;

/// What comes with a device that a list adds.
///
/// @param name for the owner's own list of devices, or empty
/// @param batches signed by the device
public record NewDevice(DeviceId id, String name, List<UploadedBatch> batches) {}

package dev.wardroom.server.directory.prekeys;

import dev.wardroom.wire.id.DeviceId;

/// A prekey that was handed out, with what proves it.
///
/// @param encapsulationKey 1,568 bytes, or empty in suite 1
/// @param path siblings from the leaf up, 32 bytes each
/// @param batchSigned the batch's statement as signed
/// @param standing the device has no one-time prekey left
public record TakenPrekey(
    DeviceId device,
    long batch,
    int index,
    byte[] agreementKey,
    byte[] encapsulationKey,
    byte[] path,
    byte[] batchSigned,
    boolean standing) {}

package dev.wardroom.server.directory.prekeys;

import dev.wardroom.wire.Bytes;
import java.util.List;

/// A batch as a device sends it, nothing checked.
///
/// @param signed the statement, wire: `PrekeyBatch`
/// @param agreementKeys in index order
/// @param encapsulationKeys in index order; empty byte strings in suite 1
public record UploadedBatch(
    byte[] signed, List<Bytes> agreementKeys, List<Bytes> encapsulationKeys) {}

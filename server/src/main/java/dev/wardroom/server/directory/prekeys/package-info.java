/// The stock of public prekeys of each device, handed out once each.
///
/// ```
/// prekey_batch   network, device, batch → kind, suite, count, next index, end, signed statement
/// prekey_chunk   network, device, batch, chunk → 16 entries of a fixed size
/// entry          P-521 point 133 || ML-KEM-1024 key 0 or 1,568 || u8 path length || path, zero-padded
/// ```
///
/// A claim raises `next_index` in one statement and reads one slice of one chunk. The keys lie
/// apart from the counter, so that a claim rewrites some 600 bytes whatever the batch weighs; the
/// Merkle path lies beside its key, because computing it at the claim would hash the whole batch.
///
/// Invariants: no index of a one-time batch is handed out twice, on either engine and under any
/// concurrency: the row lock orders the claims, and the condition is checked again after it is
/// granted. Batch numbers rise per device. A batch below the highest "lowest good" is gone. What a
/// claimed key leaves behind is deleted with its chunk.
///
/// Threads: thread-safe; a claim touches devices in rising order of their ids. Failure: a device
/// without a good prekey is absent from the answer: it is dormant.
@NullMarked
package dev.wardroom.server.directory.prekeys;

import org.jspecify.annotations.NullMarked;

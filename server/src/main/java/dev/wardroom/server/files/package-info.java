/// Files of ciphertext: resumable upload, ranges, quota, expiry.
///
/// Invariants
/// - A row exists before the first byte and until after it is decided that the bytes go.
/// - `received` is only ever answered after the bytes below it are durable.
/// - A file is readable once complete, by those who may read its conversation (or by the owner's
///   own devices), until it expires. Everybody else hears "not found", whether it exists or not.
/// - The declared size counts against the quotas of user and network from the first call on.
///
/// ```
/// CreateUpload ─ row, quota
/// PUT ?offset= ─ bytes ─ fsync ─ received   (each 32 MiB, at the end, and when the line is cut)
/// CompleteUpload ─ rename ─ complete
/// GET, HEAD, Range
/// expiry, DeleteFile ─ row away, file_garbage ─ bytes away ─ file_garbage away   (FilesCollector)
/// ```
///
/// Threads: request code runs on virtual threads; one upload has one writer in this process, the
/// newest ([UploadTurns]). Between nodes the recorded offset decides.
///
/// Failure: disk full and store away are refused as unavailable, with a retry time; what was
/// recorded before stays.
@NullMarked
package dev.wardroom.server.files;

import org.jspecify.annotations.NullMarked;

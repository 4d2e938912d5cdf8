/// Where the ciphertext of files lies: a folder or an S3 bucket behind one door, [BlobStore].
///
/// Invariants
/// - An offset that was returned is durable: the bytes below it survive a power cut.
/// - Bytes above the offset that the caller recorded are not trusted: the next append writes over
///   them.
/// - A completed blob is never changed again, only read or deleted.
/// - Memory does not grow with the size of a blob.
///
/// ```
/// folder                                bucket
/// uploads/ab/cd/<network>-<id>.part     blobs/<network>-<id>         (multipart upload)
///                                       tails/<network>-<id>/<part>  (too short for a part)
/// blobs/ab/cd/<network>-<id>            blobs/<network>-<id>
/// ```
///
/// `ab` and `cd` are the last bytes of the id: its first bytes are a time, which would fill one
/// folder.
///
/// Threads: stores are thread-safe for different blobs; one blob has one writer at a time, which
/// the caller sees to. A disk call holds its carrier thread, so that the folder makes it on a few
/// platform threads of its own ([DiskThreads]).
///
/// Failure: [BlobFailure] (disk full, bucket away). Nothing half-done is visible under `blobs`.
@NullMarked
package dev.wardroom.server.files.blobs;

import org.jspecify.annotations.NullMarked;

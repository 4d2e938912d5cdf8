package dev.wardroom.server.files.blobs;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// The door to a folder or a bucket full of ciphertext. See the package for what holds always.
public interface BlobStore extends AutoCloseable {

  /// Receives the state of an upload each time that more of it is durable.
  interface Checkpoint {
    void reached(UploadState state);
  }

  /// Opens an upload. Calling it twice for one name is harmless: the older one is forgotten.
  UploadState begin(BlobName name);

  /// Appends what `source` gives, at `state.offset()` and until the source ends or `bytesMax` bytes
  /// are taken. A source that fails interrupts the upload: what came is made durable and returned
  /// in [Appended], with the failure.
  ///
  /// @throws BlobFailure when the store itself fails; what was checkpointed before is kept
  Appended append(
      BlobName name, UploadState state, InputStream source, long bytesMax, Checkpoint checkpoint);

  /// Makes the blob readable. Calling it again after a crash is harmless.
  void complete(BlobName name, UploadState state);

  /// The size in bytes of a completed blob.
  Optional<Long> size(BlobName name);

  /// Bytes `from` up to `from + length` of a completed blob, which must lie inside it.
  Optional<BlobBytes> open(BlobName name, long from, long length);

  /// Deletes the blob and whatever is left of its upload. Nothing there is not an error.
  void delete(BlobName name);

  /// Names of blobs and of uploads that were last written before `before`, in no order. For the
  /// sweep of what no row names.
  void eachOlderThan(Instant before, Consumer<BlobName> found);

  /// Whose blobs these are, as last written; empty when nobody wrote it.
  Optional<String> owner();

  /// Writes whose blobs these are: a short word that a store of rows is known by.
  void setOwner(String owner);

  /// What the doctor prints: nothing when a small blob could be written, read and deleted.
  Optional<String> trouble();

  @Override
  void close();
}

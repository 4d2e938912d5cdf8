package dev.wardroom.core.file;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.security.MessageDigest;

/// Opens one file, segment by segment, in constant memory and any order; the file is whole and the
/// sender's only after [#finish]. Belongs to one thread.
public final class FileOpener implements AutoCloseable {
  private final FileDescription description;
  private final FileLayout layout;
  private final SecretBytes key;
  private final SegmentHashes hashes;
  private final AesGcm aead = new AesGcm();
  private final MessageDigest sha512 = Digest64.sha512();

  public FileOpener(FileDescription description) {
    this.description = description;
    this.layout = description.layout();
    this.key = FileKey.derive(description.network(), description.id(), description.secret());
    this.hashes = new SegmentHashes(layout.segments());
  }

  public FileLayout layout() {
    return layout;
  }

  /// Opens a segment into `target`, which has room for [FileLayout#SEGMENT_SIZE]; returns how many
  /// bytes of it belong to the file. Throws FILE_DAMAGED (check F-01, F-02).
  public int open(int segment, byte[] sealed, int sealedLength, byte[] target)
      throws ProtocolException {
    if (segment < 0
        || segment >= layout.segments()
        || sealedLength != layout.sealedLength(segment)) {
      throw damaged();
    }
    try {
      aead.open(
          key.read(SecretAccess.granted()),
          FileKey.nonce(segment, layout.isLast(segment)),
          description.id().bytes().unsafeArray(),
          sealed,
          sealedLength,
          target);
    } catch (ProtocolException e) {
      throw damaged();
    }
    int content = layout.contentLength(segment);
    int bits = 0;
    for (int i = content; i < layout.segmentLength(segment); i++) {
      bits |= target[i];
    }
    sha512.update(sealed, 0, sealedLength);
    if (bits != 0 || !hashes.offer(segment, sha512.digest())) {
      throw damaged();
    }
    return content;
  }

  /// Takes in the hash of a segment that an earlier run opened and saved, so that a download goes
  /// on where it stopped. A wrong hash shows in [#finish].
  public void recall(int segment, Digest64 hash) throws ProtocolException {
    if (segment < 0
        || segment >= layout.segments()
        || !hashes.offer(segment, hash.bytes().unsafeArray())) {
      throw damaged();
    }
  }

  /// Hashes of the first segments, 64 bytes each, to save with what was written.
  public byte[] progress() {
    return hashes.prefix();
  }

  /// Throws FILE_DAMAGED unless all segments came and are those that the sender signed (check
  /// F-03).
  public void finish() throws ProtocolException {
    if (!hashes.isComplete() || !hashes.total().equals(description.segmentsHash())) {
      throw damaged();
    }
  }

  private static ProtocolException damaged() {
    return new ProtocolException(ProtocolError.FILE_DAMAGED, "not the file that was sent");
  }

  @Override
  public void close() {
    key.close();
  }
}

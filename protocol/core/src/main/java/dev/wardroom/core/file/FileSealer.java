package dev.wardroom.core.file;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.NetworkId;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// Seals one file, segment by segment, in constant memory. A segment may be sealed again, to send
/// it again: it must be the same plaintext, since its nonce is its number. The sealer knows by the
/// hash and refuses to give out anything else. Belongs to one thread.
public final class FileSealer implements AutoCloseable {
  private final NetworkId network;
  private final FileId id;
  private final SecretBytes secret;
  private final SecretBytes key;
  private final FileLayout layout;
  private final SegmentHashes hashes;
  private final MessageDigest sha512 = Digest64.sha512();
  private final byte[] segmentHash = new byte[Digest64.LENGTH];

  /// @param secret 32 random bytes, fresh for this file; belongs to the caller
  public FileSealer(NetworkId network, FileId id, SecretBytes secret, long size) {
    this.network = network;
    this.id = id;
    this.secret = secret;
    this.layout = new FileLayout(size);
    this.key = FileKey.derive(network, id, secret);
    this.hashes = new SegmentHashes(layout.segments());
  }

  /// Goes on after a restart: with the hashes that [#progress] gave, so that a file which changed
  /// in the meantime is noticed before a byte of it leaves.
  public static FileSealer resume(
      NetworkId network, FileId id, SecretBytes secret, long size, byte[] progress) {
    FileSealer sealer = new FileSealer(network, id, secret, size);
    for (int i = 0; (i + 1) * Digest64.LENGTH <= progress.length; i++) {
      int at = i * Digest64.LENGTH;
      sealer.hashes.offer(i, Arrays.copyOfRange(progress, at, at + Digest64.LENGTH));
    }
    return sealer;
  }

  public FileLayout layout() {
    return layout;
  }

  /// Seals a segment into `target`, which has room for [FileLayout#SEALED_SEGMENT_SIZE]; returns
  /// the length. `plaintext` holds the segment's content from 0, has room for the whole segment,
  /// and is padded with zeros here. Throws FILE_DAMAGED when the segment was sealed before with
  /// other content: the file changed while it was sent.
  public int seal(int segment, byte[] plaintext, byte[] target) throws ProtocolException {
    int length = layout.segmentLength(segment);
    Arrays.fill(plaintext, layout.contentLength(segment), length, (byte) 0);
    // A new cipher each time: JCA refuses to begin twice with one key and nonce, which is what
    // sealing the same segment again is; the hash below is what makes it safe.
    int sealed =
        new AesGcm()
            .seal(
                key.read(SecretAccess.granted()),
                FileKey.nonce(segment, layout.isLast(segment)),
                id.bytes().unsafeArray(),
                plaintext,
                length,
                target);
    hash(target, sealed);
    if (!hashes.offer(segment, segmentHash)) {
      Arrays.fill(target, 0, sealed, (byte) 0);
      throw new ProtocolException(ProtocolError.FILE_DAMAGED, "changed while it was sent");
    }
    return sealed;
  }

  /// Hashes of the segments sealed so far, to save before they are sent.
  public byte[] progress() {
    return hashes.prefix();
  }

  /// What the message says; all segments are sealed.
  public FileDescription finish() {
    return new FileDescription(
        network,
        id,
        secret.copy(),
        layout.size(),
        layout.paddedSize(),
        FileLayout.SEGMENT_SIZE,
        hashes.total());
  }

  private void hash(byte[] sealed, int length) {
    sha512.update(sealed, 0, length);
    try {
      sha512.digest(segmentHash, 0, segmentHash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-512 has 64 bytes", e);
    }
  }

  @Override
  public void close() {
    key.close();
  }
}

package dev.wardroom.core.file;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.NetworkId;

/// What a message says of a file; the message's signature fixes the file by the hash.
///
/// @param secret 32 bytes, fresh for each upload
/// @param size of the file, in bytes
/// @param paddedSize what is encrypted: the file and zeros
/// @param segmentSize plaintext bytes of every segment but the last
/// @param segmentsHash see [SegmentHashes]
public record FileDescription(
    NetworkId network,
    FileId id,
    SecretBytes secret,
    long size,
    long paddedSize,
    int segmentSize,
    Digest64 segmentsHash) {
  /// From a message; throws MALFORMED for sizes that this protocol does not make.
  public static FileDescription fromWire(
      NetworkId network,
      byte[] id,
      byte[] secret,
      long size,
      long paddedSize,
      int segmentSize,
      byte[] segmentsHash)
      throws ProtocolException {
    if (secret.length != FileLayout.SECRET_LENGTH
        || size < 0
        || size > FileLayout.FILE_BYTES_MAX
        || segmentSize != FileLayout.SEGMENT_SIZE
        || paddedSize != FileLayout.paddedSize(size)) {
      throw new ProtocolException(ProtocolError.MALFORMED, "file description");
    }
    return new FileDescription(
        network,
        FileId.fromWire(id),
        SecretBytes.copyOf(secret),
        size,
        paddedSize,
        segmentSize,
        Digest64.fromWire(segmentsHash));
  }

  public FileLayout layout() {
    return new FileLayout(size);
  }
}

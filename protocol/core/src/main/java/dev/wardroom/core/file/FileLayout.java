package dev.wardroom.core.file;

import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.wire.message.Padding;

/// How a file of a given size lies in segments: 1 MiB of plaintext each, the last one shorter or
/// full; 16 bytes of tag per segment. Sizes in bytes.
public record FileLayout(long size) {
  public static final int SEGMENT_SIZE = 1 << 20;
  public static final int SEALED_SEGMENT_SIZE = SEGMENT_SIZE + AesGcm.TAG_LENGTH;
  public static final int SECRET_LENGTH = 32;

  /// 64 GiB.
  public static final long FILE_BYTES_MAX = 64L << 30;

  private static final long PADDED_MIN = 256;

  public FileLayout {
    if (size < 0 || size > FILE_BYTES_MAX) {
      throw new IllegalArgumentException("a file has up to 64 GiB");
    }
  }

  /// max(256, Padmé).
  static long paddedSize(long size) {
    return Math.max(PADDED_MIN, Padding.padme(size));
  }

  public long paddedSize() {
    return paddedSize(size);
  }

  public int segments() {
    return Math.toIntExact((paddedSize() + SEGMENT_SIZE - 1) / SEGMENT_SIZE);
  }

  /// Plaintext bytes of a segment, padding included.
  public int segmentLength(int segment) {
    requireSegment(segment);
    return (int) Math.min(SEGMENT_SIZE, paddedSize() - (long) segment * SEGMENT_SIZE);
  }

  /// Bytes of the file itself in a segment; the rest is zeros.
  public int contentLength(int segment) {
    requireSegment(segment);
    return Math.clamp(size - (long) segment * SEGMENT_SIZE, 0, SEGMENT_SIZE);
  }

  /// Where a segment begins in the ciphertext.
  public long sealedOffset(int segment) {
    requireSegment(segment);
    return (long) segment * SEALED_SEGMENT_SIZE;
  }

  public int sealedLength(int segment) {
    return segmentLength(segment) + AesGcm.TAG_LENGTH;
  }

  /// Size of the whole ciphertext.
  public long sealedSize() {
    return paddedSize() + (long) segments() * AesGcm.TAG_LENGTH;
  }

  public boolean isLast(int segment) {
    return segment == segments() - 1;
  }

  private void requireSegment(int segment) {
    if (segment < 0 || segment >= segments()) {
      throw new IllegalArgumentException("no such segment");
    }
  }
}

package dev.wardroom.server.files.blobs;

/// A range must have been checked against the size before a store is asked; both stores ask again.
final class BlobRange {
  private BlobRange() {}

  static void check(long from, long length, long size) {
    if (from < 0 || length < 0 || from > size || length > size - from) {
      throw new IllegalArgumentException("range outside the blob");
    }
  }
}

package dev.wardroom.server.files.blobs;

import java.io.InputStream;
import java.nio.file.Path;

/// A readable piece of a completed blob.
public sealed interface BlobBytes {
  long length();

  /// In a local file, so that the edge can hand it to the kernel (`sendfile`) without copying.
  record InFile(Path path, long from, long length) implements BlobBytes {}

  /// From elsewhere. Whoever takes it closes it.
  record InStream(InputStream stream, long length) implements BlobBytes {}
}

package dev.wardroom.server.files.blobs;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// Against a real S3 server in this process.
final class S3BlobStoreTest extends BlobStoreContract {
  @TempDir Path folder;
  private TestBucket bucket;

  @Override
  BlobStore open() throws Exception {
    bucket = TestBucket.start(folder);
    return new S3BlobStore(bucket.settings("some/prefix"));
  }

  @Override
  void shut() throws Exception {
    bucket.close();
  }
}

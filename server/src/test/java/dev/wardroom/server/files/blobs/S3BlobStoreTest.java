package dev.wardroom.server.files.blobs;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against a real S3 server in this process; each test has a prefix of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3BlobStoreTest extends BlobStoreContract {
  private final AtomicInteger prefixes = new AtomicInteger();
  private TestBucket bucket;

  @BeforeAll
  void startBucket(@TempDir Path folder) throws Exception {
    bucket = TestBucket.start(folder);
  }

  @AfterAll
  void stopBucket() {
    bucket.close();
  }

  @Override
  BlobStore open() {
    return new S3BlobStore(bucket.settings("prefix/" + prefixes.incrementAndGet()));
  }

  @Override
  void shut() {}
}

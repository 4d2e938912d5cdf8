package dev.wardroom.server.files;

import dev.wardroom.server.files.blobs.S3Settings;
import dev.wardroom.server.files.blobs.TestBucket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class FilesInBucketTest extends FilesHttpContract {
  @TempDir static Path folder;
  private final Deque<TestBucket> started = new ArrayDeque<>();

  @Override
  Map<String, String> configuration() throws Exception {
    TestBucket bucket = TestBucket.start(folder);
    started.push(bucket);
    S3Settings settings = bucket.settings("");
    return Map.of(
        "files.store", "s3",
        "s3.endpoint", settings.endpoint().orElseThrow().toString(),
        "s3.bucket", settings.bucket(),
        "s3.key-id", settings.keyId().orElseThrow(),
        "s3.secret", settings.secret().orElseThrow(),
        "s3.path-style", "true");
  }

  @Override
  void stopStore() {
    started.forEach(TestBucket::close);
  }
}

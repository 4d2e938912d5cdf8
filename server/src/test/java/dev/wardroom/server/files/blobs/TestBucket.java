package dev.wardroom.server.files.blobs;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.S3Client;

/// A real S3 server in this process, on a free port, with one empty bucket.
public final class TestBucket implements AutoCloseable {
  private static final String BUCKET = "wardroom-test";
  private static final String KEY_ID = "test-key-id";
  private static final String SECRET = "test-secret";

  private final S3Proxy proxy;

  private TestBucket(S3Proxy proxy) {
    this.proxy = proxy;
  }

  public static TestBucket start(Path folder) throws Exception {
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(
                new FilesystemNio2BlobStore(
                    Files.createDirectories(folder.resolve("bucket")).toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY_ID, SECRET)
            .build();
    proxy.start();
    TestBucket bucket = new TestBucket(proxy);
    try (S3Client client = S3Clients.open(bucket.settings(""))) {
      client.createBucket(r -> r.bucket(BUCKET));
    }
    return bucket;
  }

  public S3Settings settings(String prefix) {
    return new S3Settings(
        Optional.of(URI.create("http://127.0.0.1:" + proxy.getPort())),
        "us-east-1",
        BUCKET,
        prefix,
        Optional.of(KEY_ID),
        Optional.of(SECRET),
        true);
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server does not stop", e);
    }
  }
}

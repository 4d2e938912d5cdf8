package dev.wardroom.server.files.blobs;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Blobs in an S3 bucket, uploaded as multipart uploads.
///
/// A part has at least 5 MiB except the last, but an upload may be cut anywhere. What is too short
/// for a part is kept as an object of its own (a *tail*, one name per part number) and put before
/// what comes next. So an upload goes on from any byte, on any node, and needs no local disk.
///
/// Thread-safe for different blobs. At most [#UPLOADS_MAX] uploads hold a part in memory at once.
public final class S3BlobStore implements BlobStore {
  /// 10,000 parts of 8 MiB are 78 GiB, above every size limit.
  static final int PART_BYTES = 8 * 1024 * 1024;

  /// 16 parts are 128 MiB of memory.
  static final int UPLOADS_MAX = 16;

  private static final int NOT_FOUND = 404;

  private final S3Client client;
  private final S3Keys keys;
  private final S3Uploads uploads;

  public S3BlobStore(S3Settings settings) {
    this.client = S3Clients.open(settings);
    this.keys = new S3Keys(settings.bucket(), settings.prefix());
    this.uploads = new S3Uploads(client, keys);
  }

  @Override
  public UploadState begin(BlobName name) {
    return asking("begin", () -> new UploadState(0, uploads.begin(name)));
  }

  @Override
  public Appended append(
      BlobName name, UploadState state, InputStream source, long bytesMax, Checkpoint checkpoint) {
    return asking("append", () -> uploads.append(name, state, source, bytesMax, checkpoint));
  }

  @Override
  public void complete(BlobName name, UploadState state) {
    asking(
        "complete",
        () -> {
          if (sizeOf(name).isEmpty()) {
            uploads.complete(name, state);
          }
          uploads.deleteTails(name);
          return state;
        });
  }

  @Override
  public Optional<Long> size(BlobName name) {
    return asking("size", () -> sizeOf(name));
  }

  @Override
  public Optional<BlobBytes> open(BlobName name, long from, long length) {
    return asking(
        "open",
        () -> {
          Optional<Long> size = sizeOf(name);
          if (size.isEmpty()) {
            return Optional.empty();
          }
          BlobRange.check(from, length, size.get());
          return Optional.of(new BlobBytes.InStream(streamOf(name, from, length), length));
        });
  }

  @Override
  public void delete(BlobName name) {
    asking(
        "delete",
        () -> {
          uploads.abortAll(name);
          uploads.deleteTails(name);
          return client.deleteObject(r -> r.bucket(keys.bucket()).key(keys.blob(name)));
        });
  }

  @Override
  public void eachOlderThan(Instant before, Consumer<BlobName> found) {
    asking(
        "list",
        () -> {
          uploads.eachOlderThan(before, found);
          client
              .listObjectsV2Paginator(r -> r.bucket(keys.bucket()).prefix(keys.blobs()))
              .contents()
              .forEach(object -> report(object, before, found));
          return before;
        });
  }

  @Override
  public Optional<String> owner() {
    return asking(
        "owner",
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(r -> r.bucket(keys.bucket()).key(keys.owner()))
                    .asUtf8String());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void setOwner(String owner) {
    asking(
        "owner",
        () ->
            client.putObject(
                r -> r.bucket(keys.bucket()).key(keys.owner()), RequestBody.fromString(owner)));
  }

  @Override
  public Optional<String> trouble() {
    String key = keys.probe();
    try {
      client.putObject(r -> r.bucket(keys.bucket()).key(key), RequestBody.fromString("probe"));
      client.deleteObject(r -> r.bucket(keys.bucket()).key(key));
      return Optional.empty();
    } catch (SdkException e) {
      return Optional.of(
          "the bucket %s cannot be written: %s".formatted(keys.bucket(), e.getMessage()));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private void report(S3Object object, Instant before, Consumer<BlobName> found) {
    if (object.lastModified().isBefore(before)) {
      keys.nameOf(object.key()).ifPresent(found);
    }
  }

  private Optional<Long> sizeOf(BlobName name) {
    try {
      return Optional.of(
          client.headObject(r -> r.bucket(keys.bucket()).key(keys.blob(name))).contentLength());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private InputStream streamOf(BlobName name, long from, long length) {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    String range = "bytes=%d-%d".formatted(from, from + length - 1);
    return client.getObject(r -> r.bucket(keys.bucket()).key(keys.blob(name)).range(range));
  }

  private static <T> T asking(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new BlobFailure(kind(e), "the file store failed: " + what, e);
    }
  }

  private static BlobFailure.Kind kind(SdkException e) {
    @Nullable String code =
        e instanceof S3Exception s3 && s3.awsErrorDetails() != null
            ? s3.awsErrorDetails().errorCode()
            : null;
    boolean full = "QuotaExceeded".equals(code) || "InsufficientCapacity".equals(code);
    return full ? BlobFailure.Kind.FULL : BlobFailure.Kind.AWAY;
  }
}

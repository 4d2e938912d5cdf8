package dev.wardroom.server.files.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/// Multipart uploads and their tails; see [S3BlobStore]. The caller turns SDK failures into ours.
final class S3Uploads {
  private static final long TURN_SECONDS = 10;

  private final S3Client client;
  private final S3Keys keys;
  private final Semaphore turns = new Semaphore(S3BlobStore.UPLOADS_MAX, true);

  S3Uploads(S3Client client, S3Keys keys) {
    this.client = client;
    this.keys = keys;
  }

  String begin(BlobName name) {
    return client
        .createMultipartUpload(r -> r.bucket(keys.bucket()).key(keys.blob(name)))
        .uploadId();
  }

  Appended append(
      BlobName name,
      UploadState state,
      InputStream source,
      long bytesMax,
      BlobStore.Checkpoint checkpoint) {
    takeTurn();
    try {
      return appendParts(name, state, source, bytesMax, checkpoint);
    } finally {
      turns.release();
    }
  }

  private Appended appendParts(
      BlobName name,
      UploadState state,
      InputStream source,
      long bytesMax,
      BlobStore.Checkpoint checkpoint) {
    FilledBuffer part = new FilledBuffer(S3BlobStore.PART_BYTES);
    int number = partOf(state.offset());
    loadTail(name, state, part);
    UploadState reached = state;
    long left = bytesMax;
    int came = part.top(source, left);
    while (came > 0) {
      left -= came;
      reached = reached.at(reached.offset() + came);
      if (part.full()) {
        sendPart(name, state.token(), number++, part);
        part.clear();
      } else {
        sendTail(name, number, part);
      }
      checkpoint.reached(reached);
      came = part.top(source, left);
    }
    return new Appended(reached, part.cutShort());
  }

  /// Upload ids that completed already answer "no such upload": the caller has looked for the blob.
  void complete(BlobName name, UploadState state) {
    int tail = (int) (state.offset() % S3BlobStore.PART_BYTES);
    int last = partOf(state.offset());
    if (tail > 0) {
      FilledBuffer part = new FilledBuffer(tail);
      loadTail(name, state, part);
      sendPart(name, state.token(), last, part);
    }
    int count = tail > 0 ? last : last - 1;
    List<CompletedPart> parts =
        client
            .listPartsPaginator(
                r -> r.bucket(keys.bucket()).key(keys.blob(name)).uploadId(state.token()))
            .parts()
            .stream()
            .filter(p -> p.partNumber() <= count)
            .map(p -> CompletedPart.builder().partNumber(p.partNumber()).eTag(p.eTag()).build())
            .toList();
    client.completeMultipartUpload(r ->
        r.bucket(keys.bucket())
            .key(keys.blob(name))
            .uploadId(state.token())
            .multipartUpload(m -> m.parts(parts)));
  }

  void deleteTails(BlobName name) {
    client
        .listObjectsV2Paginator(r -> r.bucket(keys.bucket()).prefix(keys.tails(name)))
        .contents()
        .forEach(o -> client.deleteObject(r -> r.bucket(keys.bucket()).key(o.key())));
  }

  void abortAll(BlobName name) {
    String key = keys.blob(name);
    client
        .listMultipartUploadsPaginator(r -> r.bucket(keys.bucket()).prefix(key))
        .uploads()
        .forEach(upload -> {
          if (upload.key().equals(key)) {
            abort(upload);
          }
        });
  }

  void eachOlderThan(Instant before, Consumer<BlobName> found) {
    client
        .listMultipartUploadsPaginator(r -> r.bucket(keys.bucket()).prefix(keys.blobs()))
        .uploads()
        .forEach(upload -> {
          if (upload.initiated().isBefore(before)) {
            keys.nameOf(upload.key()).ifPresent(found);
          }
        });
    client
        .listObjectsV2Paginator(r -> r.bucket(keys.bucket()).prefix(keys.tails()))
        .contents()
        .forEach(tail -> {
          if (tail.lastModified().isBefore(before)) {
            keys.nameOf(tail.key()).ifPresent(found);
          }
        });
  }

  private void abort(MultipartUpload upload) {
    try {
      client.abortMultipartUpload(
          r -> r.bucket(keys.bucket()).key(upload.key()).uploadId(upload.uploadId()));
    } catch (NoSuchUploadException e) {
      // Completed or aborted since it was listed: what was wanted.
      return;
    }
  }

  private void loadTail(BlobName name, UploadState state, FilledBuffer part) {
    int length = (int) (state.offset() % S3BlobStore.PART_BYTES);
    if (length == 0) {
      return;
    }
    String key = keys.tail(name, partOf(state.offset()));
    try (InputStream tail = client.getObject(r -> r.bucket(keys.bucket()).key(key))) {
      if (part.top(tail, length) != length) {
        throw new IOException("a tail is shorter than its recorded offset", part.cutShort());
      }
    } catch (IOException e) {
      throw SdkClientException.create("the tail of an upload cannot be read", e);
    }
  }

  private void sendPart(BlobName name, String uploadId, int number, FilledBuffer part) {
    client.uploadPart(
        r ->
            r.bucket(keys.bucket())
                .key(keys.blob(name))
                .uploadId(uploadId)
                .partNumber(number)
                .contentLength((long) part.count()),
        body(part));
  }

  private void sendTail(BlobName name, int number, FilledBuffer part) {
    client.putObject(r -> r.bucket(keys.bucket()).key(keys.tail(name, number)), body(part));
  }

  /// A fresh stream for each try, over the buffer itself: no copy of 8 MiB.
  private static RequestBody body(FilledBuffer part) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(part.bytes(), 0, part.count()),
        part.count(),
        "application/octet-stream");
  }

  /// Parts count from 1.
  private static int partOf(long offset) {
    return (int) (offset / S3BlobStore.PART_BYTES) + 1;
  }

  private void takeTurn() {
    try {
      if (!turns.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
        throw SdkClientException.create("too many uploads at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SdkClientException.create("stopped while waiting for a turn", e);
    }
  }
}

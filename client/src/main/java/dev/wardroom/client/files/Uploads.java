package dev.wardroom.client.files;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.Backoff;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.view.Progress;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.file.FileDescription;
import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.file.FileSealer;
import dev.wardroom.schema.v1.CompleteUploadRequest;
import dev.wardroom.schema.v1.CreateUploadRequest;
import dev.wardroom.schema.v1.File;
import dev.wardroom.schema.v1.VoiceMemo;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.FileId;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Encrypts and uploads files. Thread-safe: each upload is on its own.
public final class Uploads {

  private static final int ATTEMPTS_MAX = 6;
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_LONGEST = Duration.ofSeconds(20);
  private static final Duration STREAM_PATIENCE = Duration.ofHours(24);
  private static final int CONFLICT = 409;

  private final Local local;
  private final Me me;
  private final DeviceApi api;
  private final TransferStore store;

  public Uploads(Local local, Me me, DeviceApi api) {
    this.local = local;
    this.me = me;
    this.api = api;
    this.store = new TransferStore(local);
  }

  /// @param conversation whose members may fetch it
  /// @param voiceMillis over 0: a voice memo
  /// @return what the message says of it, without a caption
  public File upload(ConversationId conversation, Path path, int voiceMillis, Progress progress) {
    File.Builder file =
        upload(Optional.of(conversation), path, progress).toBuilder()
            .setName(path.getFileName().toString())
            .setMediaType(mediaType(path));
    if (voiceMillis > 0) {
      file.setVoiceMemo(VoiceMemo.newBuilder().setDurationMillis(voiceMillis));
    }
    return file.build();
  }

  /// @param conversation absent: the own devices only
  public File upload(Optional<ConversationId> conversation, Path path, Progress progress) {
    try (FileChannel source = FileChannel.open(path, StandardOpenOption.READ)) {
      if (Files.isDirectory(path)) {
        throw new ClientException(ClientException.Kind.USAGE, path + " is a folder: send a file");
      }
      long size = source.size();
      if (size > FileLayout.FILE_BYTES_MAX) {
        throw new ClientException(ClientException.Kind.USAGE, path + " is larger than 64 GiB");
      }
      return upload(conversation, path, source, size, progress);
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.USAGE, "cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private File upload(
      Optional<ConversationId> conversation,
      Path path,
      FileChannel source,
      long size,
      Progress progress)
      throws IOException {
    String identity =
        conversation.map(ConversationId::toString).orElse("own")
            + "|"
            + path.toAbsolutePath().normalize()
            + "|"
            + size
            + "|"
            + Files.getLastModifiedTime(path).toMillis();
    byte[] mac = store.sourceMac(identity);
    TransferStore.Upload upload = begun(mac, size);
    FileId id = FileId.of(java.util.HexFormat.of().parseHex(upload.fileId()));
    byte[] known = local.db().tx(tx -> store.segments(tx, id));
    try (SecretBytes secret = SecretBytes.copyOf(upload.secret());
        FileSealer sealer = FileSealer.resume(me.network(), id, secret, size, known)) {
      create(id, conversation, sealer.layout().sealedSize());
      send(id, source, sealer, path.getFileName().toString(), progress);
      api.call(
          Rpcs.COMPLETE_UPLOAD,
          CompleteUploadRequest.newBuilder().setFileId(ByteString.copyFrom(id.toArray())).build());
      File file = described(sealer.finish());
      local.db().write(tx -> store.remove(tx, id));
      return file;
    }
  }

  private TransferStore.Upload begun(byte[] mac, long size) {
    return local
        .db()
        .tx(tx -> {
          store.expire(tx);
          return store
              .findUpload(tx, mac)
              .orElseGet(() -> {
                FileId id = FileId.of(local.randomBytes(16));
                TransferStore.Upload made =
                    new TransferStore.Upload(id.toString(), local.randomBytes(32), size);
                store.saveUpload(tx, id, mac, made);
                return made;
              });
        });
  }

  private void create(FileId id, Optional<ConversationId> conversation, long size) {
    CreateUploadRequest.Builder request =
        CreateUploadRequest.newBuilder().setFileId(ByteString.copyFrom(id.toArray())).setSize(size);
    conversation.ifPresent(each -> request.setConversationId(ByteString.copyFrom(each.toArray())));
    api.call(Rpcs.CREATE_UPLOAD, request.build());
  }

  private void send(
      FileId id, FileChannel source, FileSealer sealer, String name, Progress progress)
      throws IOException {
    long total = sealer.layout().sealedSize();
    Backoff backoff = new Backoff(RETRY_FIRST, RETRY_LONGEST, local.random());
    String step = "Encrypting and sending " + name;
    for (int attempt = 1; ; attempt++) {
      try {
        long offset = offset(id);
        hashSent(id, source, sealer, offset);
        progress.at(step, offset, total);
        if (offset < total) {
          put(id, source, sealer, offset, total, new Told(progress, step, total));
        }
        progress.at(step, total, total);
        return;
      } catch (Unreachable e) {
        if (attempt >= ATTEMPTS_MAX) {
          throw new Unreachable(
              e.getMessage() + "; what was sent is kept: send the file again to go on", e);
        }
        pause(backoff.next());
      }
    }
  }

  /// Progress of one upload, at most ten times a second.
  private static final class Told {
    private final Progress progress;
    private final String step;
    private final long total;
    private long nextNanos = System.nanoTime();

    private Told(Progress progress, String step, long total) {
      this.progress = progress;
      this.step = step;
      this.total = total;
    }

    private void at(long done) {
      if (System.nanoTime() >= nextNanos) {
        nextNanos = System.nanoTime() + Duration.ofMillis(100).toNanos();
        progress.at(step, Math.min(done, total), total);
      }
    }
  }

  /// Segments that the server has, and whose hashes are not known any more, are sealed again
  /// without sending.
  private void hashSent(FileId id, FileChannel source, FileSealer sealer, long offset)
      throws IOException {
    int sent = (int) (offset / FileLayout.SEALED_SEGMENT_SIZE);
    int known = sealer.progress().length / Digest64.LENGTH;
    if (known < sent) {
      try (SealingStream stream =
          new SealingStream(
              source, sealer, (long) known * FileLayout.SEALED_SEGMENT_SIZE, saver(id))) {
        stream.sealUntil(sent);
      }
    }
  }

  private SealingStream.Sealed saver(FileId id) {
    return (segment, progress) -> {
      int end = (segment + 1) * Digest64.LENGTH;
      if (progress.length >= end) {
        byte[] hash = Arrays.copyOfRange(progress, end - Digest64.LENGTH, end);
        local.db().write(tx -> store.saveSegment(tx, id, segment, hash));
      }
    };
  }

  private long offset(FileId id) {
    HttpResponse<Void> response =
        api.server()
            .send(
                request(id, "")
                    .timeout(api.server().transport().patience())
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() != 200) {
      throw api.server().refusal(response.statusCode(), new byte[0]);
    }
    return response.headers().firstValueAsLong("Upload-Offset").orElse(0);
  }

  private HttpRequest.Builder request(FileId id, String query) {
    return HttpRequest.newBuilder(
            api.server().transport().base().resolve("/v1/files/" + id + query))
        .header("Authorization", "Bearer " + api.token());
  }

  private void put(
      FileId id, FileChannel source, FileSealer sealer, long offset, long total, Told told)
      throws IOException {
    SealingStream.Sealed saver = saver(id);
    try (SealingStream stream =
        new SealingStream(
            source,
            sealer,
            offset,
            (segment, hashes) -> {
              saver.segment(segment, hashes);
              told.at(sealer.layout().sealedOffset(segment));
            })) {
      HttpRequest.BodyPublisher body =
          HttpRequest.BodyPublishers.fromPublisher(
              HttpRequest.BodyPublishers.ofInputStream(() -> stream), total - offset);
      HttpResponse<byte[]> response =
          api.server()
              .send(
                  request(id, "?offset=" + offset).timeout(STREAM_PATIENCE).PUT(body).build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() == CONFLICT) {
        throw new Unreachable("the server has another part of the file than it said");
      }
      if (response.statusCode() / 100 != 2) {
        throw api.server().refusal(response.statusCode(), response.body());
      }
    }
  }

  private static File described(FileDescription description) {
    try (SecretBytes secret = description.secret()) {
      return File.newBuilder()
          .setFileId(ByteString.copyFrom(description.id().toArray()))
          .setSecret(ByteString.copyFrom(secret.read(SecretAccess.granted())))
          .setSize(description.size())
          .setPaddedSize(description.paddedSize())
          .setSegmentSize(description.segmentSize())
          .setSegmentsHash(ByteString.copyFrom(description.segmentsHash().toArray()))
          .build();
    }
  }

  private static String mediaType(Path path) {
    try {
      String type = Files.probeContentType(path);
      return type == null ? "application/octet-stream" : type;
    } catch (IOException e) {
      return "application/octet-stream";
    }
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while sending a file", e);
    }
  }
}

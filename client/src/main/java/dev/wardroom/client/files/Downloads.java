package dev.wardroom.client.files;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.Backoff;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.view.Progress;
import dev.wardroom.core.file.FileDescription;
import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.file.FileOpener;
import dev.wardroom.schema.v1.File;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.FileId;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/// Downloads, checks and decrypts files. Thread-safe: each download is on its own.
public final class Downloads {

  private static final int ATTEMPTS_MAX = 6;
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_LONGEST = Duration.ofSeconds(20);
  private static final Duration STREAM_PATIENCE = Duration.ofHours(24);

  /// Segments between two points from which a broken download goes on.
  private static final int SAVED_EVERY = 16;

  private final Local local;
  private final Me me;
  private final DeviceApi api;
  private final TransferStore store;

  public Downloads(Local local, Me me, DeviceApi api) {
    this.local = local;
    this.me = me;
    this.api = api;
    this.store = new TransferStore(local);
  }

  /// @param file what the message says of it
  /// @param out written when the whole file is there and checked; until then `<out>.<file
  ///   id>.part`, which nobody else can read
  /// @param overwrite whether a file that is there already is replaced
  public void download(File file, Path out, boolean overwrite, Progress progress)
      throws ProtocolException {
    FileDescription description =
        FileDescription.fromWire(
            me.network(),
            file.getFileId().toByteArray(),
            file.getSecret().toByteArray(),
            file.getSize(),
            file.getPaddedSize(),
            file.getSegmentSize(),
            file.getSegmentsHash().toByteArray());
    // The id in the name: what is kept of one file is never continued with another.
    Path part = out.resolveSibling(out.getFileName() + "." + description.id() + ".part");
    Backoff backoff = new Backoff(RETRY_FIRST, RETRY_LONGEST, local.random());
    String step = "Receiving and decrypting " + out.getFileName();
    for (int attempt = 1; ; attempt++) {
      try {
        attempt(description, part, step, progress);
        if (overwrite) {
          Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.move(part, out);
        }
        local.db().write(tx -> store.remove(tx, description.id()));
        return;
      } catch (Unreachable e) {
        if (attempt >= ATTEMPTS_MAX) {
          throw new Unreachable(
              e.getMessage() + "; what came is kept: ask for the file again to go on", e);
        }
        pause(backoff.next());
      } catch (ProtocolException e) {
        discard(description.id(), part);
        throw new ClientException(
            ClientException.Kind.NOT_AUTHENTIC,
            "this is not the file that was sent: it was damaged or changed at the server",
            e);
      } catch (FileAlreadyExistsException e) {
        throw new ClientException(
            ClientException.Kind.REFUSED,
            out + " is there already: choose another name, or overwrite it",
            e);
      } catch (IOException e) {
        throw new ClientException(
            ClientException.Kind.USAGE, "cannot write " + out + ": " + e.getMessage(), e);
      }
    }
  }

  /// Goes on with what is kept of this file, or begins anew: never writes through a link or into a
  /// file that somebody else has put there.
  private FileChannel target(FileId id, Path part) throws IOException {
    boolean kept = local.db().tx(tx -> store.segments(tx, id)).length > 0;
    if (kept && Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      return FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
    local
        .db()
        .write(tx -> {
          store.remove(tx, id);
          store.expire(tx);
          store.beginDownload(tx, id);
        });
    Files.deleteIfExists(part);
    Set<OpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Path folder = part.toAbsolutePath().getParent();
    boolean posix =
        folder != null && Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
    return posix
        ? FileChannel.open(
            part,
            fresh,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(part, fresh);
  }

  private void discard(FileId id, Path part) {
    local.db().write(tx -> store.remove(tx, id));
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.USAGE, "cannot remove " + part + ": " + e.getMessage(), e);
    }
  }

  private void attempt(FileDescription description, Path part, String step, Progress progress)
      throws IOException, ProtocolException {
    try (FileOpener opener = new FileOpener(description);
        FileChannel target = target(description.id(), part)) {
      int from = recalled(opener, description.id(), target);
      FileLayout layout = opener.layout();
      if (from < layout.segments()) {
        try (InputStream body = body(description.id(), layout.sealedOffset(from))) {
          copy(opener, description.id(), from, body, target, step, progress);
        }
      }
      opener.finish();
      target.truncate(description.size());
      target.force(true);
      progress.at(step, description.size(), description.size());
    }
  }

  /// @return the first segment that is still to come
  private int recalled(FileOpener opener, FileId id, FileChannel target)
      throws IOException, ProtocolException {
    byte[] hashes = local.db().tx(tx -> store.segments(tx, id));
    int known = hashes.length / Digest64.LENGTH;
    long written = target.size();
    int from = (int) Math.min(known, written / FileLayout.SEGMENT_SIZE);
    if (known == opener.layout().segments() && written >= opener.layout().size()) {
      from = known;
    }
    for (int i = 0; i < from; i++) {
      int at = i * Digest64.LENGTH;
      opener.recall(
          i, new Digest64(Bytes.of(Arrays.copyOfRange(hashes, at, at + Digest64.LENGTH))));
    }
    target.position((long) from * FileLayout.SEGMENT_SIZE);
    return from;
  }

  private InputStream body(FileId id, long offset) {
    HttpRequest request =
        HttpRequest.newBuilder(api.server().transport().base().resolve("/v1/files/" + id))
            .header("Authorization", "Bearer " + api.token())
            .header("Range", "bytes=" + offset + "-")
            .timeout(STREAM_PATIENCE)
            .GET()
            .build();
    HttpResponse<InputStream> response =
        api.server().send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200 && response.statusCode() != 206) {
      throw refusal(response);
    }
    return response.body();
  }

  private RuntimeException refusal(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      Refused refused = api.server().refusal(response.statusCode(), body.readNBytes(65_536));
      if (refused.reason() == Reason.REASON_NOT_FOUND) {
        return new ClientException(
            ClientException.Kind.NOT_FOUND,
            "the server no longer has this file: ask the sender to send it again",
            refused);
      }
      return refused.passing()
          ? new Unreachable(String.valueOf(refused.getMessage()), refused)
          : refused;
    } catch (IOException e) {
      return new Unreachable("the connection to the server was lost", e);
    }
  }

  private void copy(
      FileOpener opener,
      FileId id,
      int from,
      InputStream body,
      FileChannel target,
      String step,
      Progress progress)
      throws IOException, ProtocolException {
    FileLayout layout = opener.layout();
    byte[] cipher = new byte[FileLayout.SEALED_SEGMENT_SIZE];
    byte[] plain = new byte[FileLayout.SEGMENT_SIZE];
    int saved = from;
    for (int segment = from; segment < layout.segments(); segment++) {
      int length = layout.sealedLength(segment);
      if (read(body, cipher, length) < length) {
        throw new Unreachable("the connection to the server was lost");
      }
      int content = opener.open(segment, cipher, length, plain);
      write(target, ByteBuffer.wrap(plain, 0, content));
      if (segment + 1 - saved >= SAVED_EVERY) {
        save(opener, id, saved, segment + 1, target);
        saved = segment + 1;
      }
      progress.at(
          step,
          Math.min(layout.size(), (long) (segment + 1) * FileLayout.SEGMENT_SIZE),
          layout.size());
    }
  }

  private static int read(InputStream body, byte[] target, int length) {
    try {
      return body.readNBytes(target, 0, length);
    } catch (IOException e) {
      throw new Unreachable("the connection to the server was lost", e);
    }
  }

  private static void write(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      long written = target.write(bytes);
      if (written < 0) {
        throw new IOException("cannot write");
      }
    }
  }

  /// The bytes are on disk before their hashes say that they need not come again.
  private void save(FileOpener opener, FileId id, int from, int to, FileChannel target)
      throws IOException {
    target.force(false);
    byte[] hashes = opener.progress();
    local
        .db()
        .write(tx -> {
          for (int segment = from; segment < to; segment++) {
            int at = segment * Digest64.LENGTH;
            store.saveSegment(
                tx, id, segment, Arrays.copyOfRange(hashes, at, at + Digest64.LENGTH));
          }
        });
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while receiving a file", e);
    }
  }
}

package dev.wardroom.server.files;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.files.FileUsageStore.Quota;
import dev.wardroom.server.files.blobs.Appended;
import dev.wardroom.server.files.blobs.BlobBytes;
import dev.wardroom.server.files.blobs.BlobFailure;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.files.blobs.UploadState;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.quotas.Kept;
import dev.wardroom.server.networks.quotas.Quotas;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.NetworkId;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/// The rules of files. Thread-safe.
public final class Files {
  private static final long MILLIS = 1000;

  private final Kernel kernel;
  private final Database db;
  private final BlobStore blobs;
  private final Quotas quotas;
  private final FileAccess access;
  private final FilesStore store = new FilesStore();
  private final FileUsageStore usage = new FileUsageStore();
  private final UploadTurns turns = new UploadTurns(FilesLimits.TURN_WAIT);
  private final Counter bytesIn;

  Files(Kernel kernel, BlobStore blobs, Quotas quotas, FileAccess access) {
    this.kernel = kernel;
    this.db = kernel.db();
    this.blobs = blobs;
    this.quotas = quotas;
    this.access = access;
    this.bytesIn = kernel.metrics().counter("wardroom.files.bytes", "way", "in");
  }

  /// What an upload is asked with.
  ///
  /// @param keepSeconds 0 for the server's default
  record Wanted(
      BlobName name, Optional<ConversationId> conversation, long size, long keepSeconds) {}

  /// Where an upload stands.
  ///
  /// @param expiresAt milliseconds since epoch, if it were completed now
  record Upload(long offset, long expiresAt) {}

  /// Opens an upload, or finds the one that the same device opened before.
  Upload create(SignedInDevice device, Wanted wanted) {
    long sizeMax = kernel.limits().of(FilesLimits.FILE_BYTES);
    if (wanted.size() < 1 || wanted.size() > sizeMax) {
      throw new Refusal(
          Reason.REASON_TOO_LARGE, "A file may have 1 to %d bytes.".formatted(sizeMax));
    }
    StoredFile file = fileOf(device, wanted);
    long expiresAt = kernel.clock().millis() + file.keepMillis();
    return db.tx(tx -> {
      checkMember(tx, device, wanted.conversation());
      if (store.isGarbage(tx, wanted.name())) {
        throw taken();
      }
      if (store.add(tx, file)) {
        takeRoom(tx, file);
        return new Upload(0, expiresAt);
      }
      StoredFile present = store.find(tx, wanted.name()).orElseThrow(Files::taken);
      if (!present.isSameUploadAs(file)) {
        throw taken();
      }
      return new Upload(present.received(), present.complete() ? present.expiresAt() : expiresAt);
    });
  }

  /// Appends a body at an offset; answers the durable bytes. A body that broke off is kept as far
  /// as it came.
  ///
  /// @param length declared bytes of the body, or -1
  Appending append(
      SignedInDevice device, BlobName name, long offset, long length, InputStream body) {
    try (UploadTurns.Turn turn = turns.take(name)) {
      StoredFile file = db.read(tx -> uploadOf(tx, device, name));
      if (file.complete() || offset != file.received()) {
        return new Appending.WrongOffset(file.received());
      }
      if (length > file.size() - offset) {
        throw tooLong();
      }
      Appended appended = pump(file, turn.guard(body));
      if (appended.cutShort() != null) {
        return new Appending.CutShort(appended.state().offset(), appended.cutShort());
      }
      if (appended.state().offset() == file.size() && length < 0 && hasMore(body)) {
        throw tooLong();
      }
      return new Appending.Grown(appended.state().offset());
    }
  }

  /// What became of a PUT.
  sealed interface Appending {
    /// Everything is durable up to here.
    record Grown(long offset) implements Appending {}

    /// The upload stands elsewhere.
    record WrongOffset(long offset) implements Appending {}

    /// The body broke off; what came is durable.
    record CutShort(long offset, IOException cause) implements Appending {}
  }

  /// Makes the file readable. Asking twice is harmless.
  void complete(SignedInDevice device, BlobName name) {
    try (UploadTurns.Turn _ = turns.take(name)) {
      StoredFile file = db.read(tx -> uploadOf(tx, device, name));
      if (file.complete()) {
        return;
      }
      if (file.received() != file.size()) {
        throw new Refusal(
            Reason.REASON_CONFLICT, "The upload is not complete. Send the rest first.");
      }
      stored(() -> {
        blobs.complete(name, file.state());
        return name;
      });
      long expiresAt = kernel.clock().millis() + file.keepMillis();
      if (!db.tx(tx -> store.complete(tx, name, expiresAt))) {
        throw notFound();
      }
    }
  }

  /// The file, for those who may read it; an upload under way for its device only.
  StoredFile find(SignedInDevice device, BlobName name) {
    return db.read(tx -> {
      StoredFile file = living(tx, name);
      boolean mayRead =
          file.complete()
              ? file.belongsTo(device) || isMember(tx, device, file)
              : file.isUploadedBy(device);
      if (!mayRead) {
        throw notFound();
      }
      return file;
    });
  }

  /// A checked part of a complete file.
  BlobBytes open(StoredFile file, long from, long length) {
    return stored(() -> blobs.open(file.name(), from, length)).orElseThrow(Files::notFound);
  }

  /// Deletes a file of the caller's user.
  void delete(SignedInDevice device, BlobName name) {
    boolean deleted =
        db.tx(tx -> {
          Optional<StoredFile> file = store.lock(tx, name);
          if (file.isEmpty() || !file.get().belongsTo(device)) {
            return false;
          }
          store.discard(tx, name);
          usage.giveBack(tx, file.get());
          return true;
        });
    if (!deleted) {
      throw notFound();
    }
  }

  private Appended pump(StoredFile file, InputStream body) {
    return stored(() -> {
      UploadState state = file.uploadToken() == null ? begin(file) : file.state();
      Appended appended =
          blobs.append(
              file.name(),
              state,
              body,
              file.size() - state.offset(),
              reached -> record(file.name(), reached));
      bytesIn.increment((double) (appended.state().offset() - state.offset()));
      return appended;
    });
  }

  private UploadState begin(StoredFile file) {
    UploadState begun = blobs.begin(file.name());
    record(file.name(), begun);
    return begun;
  }

  /// A deleted upload ends here: its bytes are garbage already.
  private void record(BlobName name, UploadState state) {
    long givenUpAt = kernel.clock().millis() + FilesLimits.UPLOAD_IDLE.toMillis();
    if (!db.tx(tx -> store.record(tx, name, state, givenUpAt))) {
      throw notFound();
    }
  }

  private StoredFile fileOf(SignedInDevice device, Wanted wanted) {
    long keepMax = kernel.limits().of(FilesLimits.KEEP_SECONDS_MAX);
    long keep =
        wanted.keepSeconds() == 0
            ? kernel.limits().of(FilesLimits.KEEP_SECONDS)
            : wanted.keepSeconds();
    return new StoredFile(
        wanted.name(),
        device.user(),
        device.device(),
        wanted.conversation(),
        wanted.size(),
        0,
        null,
        false,
        Math.min(keep, keepMax) * MILLIS,
        kernel.clock().millis() + FilesLimits.UPLOAD_IDLE.toMillis());
  }

  private void takeRoom(Tx tx, StoredFile file) {
    Quota network =
        new Quota(Long.MAX_VALUE, quotas.of(NetworkId.of(file.name().networkBytes()), Kept.FILES));
    Quota user =
        new Quota(
            kernel.limits().of(FilesLimits.USER_FILES), kernel.limits().of(FilesLimits.USER_BYTES));
    if (!usage.take(tx, file, network, user)) {
      throw new Refusal(
          Reason.REASON_LIMIT_REACHED,
          FilesLimits.QUOTA_RETRY,
          "There is no room for this file. Delete files, or ask the administrator for more.");
    }
  }

  private void checkMember(Tx tx, SignedInDevice device, Optional<ConversationId> conversation) {
    if (conversation.isPresent() && !access.isMember(tx, device, conversation.get())) {
      throw notFound();
    }
  }

  private boolean isMember(Tx tx, SignedInDevice device, StoredFile file) {
    return file.conversation().isPresent()
        && access.isMember(tx, device, file.conversation().get());
  }

  private StoredFile uploadOf(Tx tx, SignedInDevice device, BlobName name) {
    StoredFile file = living(tx, name);
    if (!file.isUploadedBy(device)) {
      throw notFound();
    }
    return file;
  }

  private StoredFile living(Tx tx, BlobName name) {
    return store
        .find(tx, name)
        .filter(file -> file.expiresAt() > kernel.clock().millis())
        .orElseThrow(Files::notFound);
  }

  private static boolean hasMore(InputStream body) {
    try {
      return body.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static <T> T stored(Supplier<T> call) {
    try {
      return call.get();
    } catch (BlobFailure failure) {
      throw switch (failure.kind()) {
        case FULL ->
            new Refusal(
                Reason.REASON_UNAVAILABLE,
                FilesLimits.FULL_RETRY,
                "The server has no room for files. Its administrator must act.");
        case AWAY -> new TemporaryFailure("the store of files", failure);
      };
    }
  }

  private static Refusal notFound() {
    return new Refusal(Reason.REASON_NOT_FOUND, "There is no such file, or it is gone.");
  }

  private static Refusal taken() {
    return new Refusal(Reason.REASON_CONFLICT, "This file id is taken. Upload under a fresh one.");
  }

  private static Refusal tooLong() {
    return new Refusal(
        Reason.REASON_TOO_LARGE, "The body is longer than what the upload has left.");
  }
}

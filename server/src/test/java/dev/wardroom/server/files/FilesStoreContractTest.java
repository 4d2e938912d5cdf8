package dev.wardroom.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.files.FileUsageStore.Quota;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.UploadState;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

final class FilesStoreContractTest {
  private final FilesStore store = new FilesStore();
  private final FileUsageStore usage = new FileUsageStore();
  private final FileHoldStore holds = new FileHoldStore();

  @EngineTest
  void aRowComesBackAsItWasWritten(Database db) {
    StoredFile file = file(1, 1_000, 50);
    assertThat(db.<Boolean>tx(tx -> store.add(tx, file))).isTrue();
    assertThat(db.<Boolean>tx(tx -> store.add(tx, file))).isFalse();
    assertThat(find(db, file)).contains(file);
    db.run(tx -> store.record(tx, file.name(), new UploadState(700, "token"), 60));
    StoredFile grown = find(db, file).orElseThrow();
    assertThat(grown.state()).isEqualTo(new UploadState(700, "token"));
    assertThat(grown.expiresAt()).isEqualTo(60);
  }

  @EngineTest
  void aCompleteFileCannotGrow(Database db) {
    StoredFile file = file(1, 10, 50);
    db.run(tx -> store.add(tx, file));
    assertThat(db.<Boolean>tx(tx -> store.complete(tx, file.name(), 90))).isTrue();
    assertThat(db.<Boolean>tx(tx -> store.complete(tx, file.name(), 91))).isFalse();
    assertThat(db.<Boolean>tx(tx -> store.record(tx, file.name(), new UploadState(1, ""), 95)))
        .isFalse();
  }

  @EngineTest
  void discardedRowsLeaveGarbageUntilItIsRemoved(Database db) {
    StoredFile file = file(1, 10, 50);
    db.run(tx -> store.add(tx, file));
    assertThat(db.<Boolean>tx(tx -> store.discard(tx, file.name()))).isTrue();
    assertThat(db.<Boolean>tx(tx -> store.discard(tx, file.name()))).isFalse();
    assertThat(find(db, file)).isEmpty();
    assertThat(db.<List<BlobName>>read(tx -> store.garbage(tx, 10))).containsExactly(file.name());
    db.run(tx -> store.removeGarbage(tx, file.name()));
    assertThat(db.<Boolean>read(tx -> store.isGarbage(tx, file.name()))).isFalse();
  }

  @EngineTest
  void expiredComeOldestFirstAndBounded(Database db) {
    for (int i = 1; i <= 5; i++) {
      StoredFile file = file(i, 10, 100 - i);
      db.run(tx -> store.add(tx, file));
    }
    List<Long> found =
        db.read(tx -> store.expired(tx, 98, 3)).stream().map(StoredFile::expiresAt).toList();
    assertThat(found).containsExactly(95L, 96L, 97L);
  }

  @EngineTest
  void aQuotaIsNeverPassedHoweverManyAskAtOnce(Database db) throws Exception {
    Quota wide = new Quota(1_000, 1_000_000);
    Quota tight = new Quota(1_000, 70);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> asks =
          IntStream.rangeClosed(1, 20)
              .mapToObj(i -> (Callable<Boolean>) () -> take(db, file(i, 10, 50), wide, tight))
              .toList();
      int taken = 0;
      for (Future<Boolean> ask : threads.invokeAll(asks)) {
        taken += ask.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(7);
    }
    db.run(tx -> usage.giveBack(tx, file(1, 10, 50)));
    assertThat(take(db, file(30, 11, 50), wide, tight)).isFalse();
    assertThat(take(db, file(31, 10, 50), wide, tight)).isTrue();
  }

  @EngineTest
  void holdsRunOut(Database db) {
    db.run(tx -> holds.put(tx, new byte[] {1}, 100));
    assertThat(db.<Boolean>read(tx -> holds.any(tx, 99))).isTrue();
    assertThat(db.<Boolean>read(tx -> holds.any(tx, 100))).isFalse();
    db.run(tx -> holds.put(tx, new byte[] {1}, 200));
    assertThat(db.<Boolean>read(tx -> holds.any(tx, 150))).isTrue();
    db.run(tx -> holds.remove(tx, new byte[] {1}, 150));
    assertThat(db.<Boolean>read(tx -> holds.any(tx, 150))).isFalse();
  }

  private Optional<StoredFile> find(Database db, StoredFile file) {
    return db.read(tx -> store.find(tx, file.name()));
  }

  private boolean take(Database db, StoredFile file, Quota network, Quota user) {
    class Full extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }
    try {
      db.run(tx -> {
        if (!usage.take(tx, file, network, user)) {
          throw new Full();
        }
      });
      return true;
    } catch (Full full) {
      return false;
    }
  }

  private static StoredFile file(int number, long size, long expiresAt) {
    byte[] id = new byte[16];
    id[15] = (byte) number;
    return new StoredFile(
        BlobName.of(new byte[16], id),
        UserId.of(new byte[16]),
        DeviceId.of(new byte[16]),
        Optional.of(ConversationId.of(new byte[32])),
        size,
        0,
        null,
        false,
        1_000,
        expiresAt);
  }
}

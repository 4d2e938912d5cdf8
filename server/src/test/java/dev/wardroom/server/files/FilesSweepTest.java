package dev.wardroom.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.FolderBlobStore;
import dev.wardroom.server.files.blobs.UploadState;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;

/// The sweep of bytes without a row, and the holds that keep bytes.
final class FilesSweepTest {
  private static final Sql HELD_UNTIL = Sql.of("select max(until) from file_hold");
  private static final int LOOKS_MAX = 30_000;

  @TempDir Path folder;

  private final FilesStore rows = new FilesStore();

  private FolderBlobStore blobs(Kernel kernel) {
    FolderBlobStore blobs =
        new FolderBlobStore(folder.resolve(kernel.db().dialect().name()).resolve("files"));
    new FilesCollector(kernel, blobs).register();
    return blobs;
  }

  /// What the files have as their times is the machine's; the sweep goes by the kernel's.
  private static void letThemAge(FakeClock clock) {
    long behind = Instant.now().toEpochMilli() - clock.millis();
    clock.advance(Duration.ofMillis(behind).plus(FilesLimits.ORPHAN_AGE).plusMinutes(1));
  }

  private static BlobName name(int number) {
    byte[] id = new byte[16];
    id[14] = (byte) (number >> 8);
    id[15] = (byte) number;
    return BlobName.of(new byte[16], id);
  }

  private static void upload(FolderBlobStore blobs, int number) {
    UploadState begun = blobs.begin(name(number));
    UploadState end =
        blobs
            .append(name(number), begun, new ByteArrayInputStream(new byte[] {1}), 1, _ -> {})
            .state();
    blobs.complete(name(number), end);
  }

  private void know(Kernel kernel, int number) {
    StoredFile file =
        new StoredFile(
            name(number),
            UserId.of(new byte[16]),
            DeviceId.of(new byte[16]),
            Optional.empty(),
            1,
            1,
            "",
            true,
            1,
            Long.MAX_VALUE);
    kernel.db().run(tx -> rows.add(tx, file));
  }

  @EngineTest
  void leftOversAreSweptAndTheFilesMarkedAsOurs(Kernel kernel, FakeClock clock) {
    try (FolderBlobStore blobs = blobs(kernel)) {
      upload(blobs, 1);
      upload(blobs, 2);
      know(kernel, 1);
      letThemAge(clock);
      kernel.workers().runOnce(FilesCollector.SWEEP);
      assertThat(blobs.size(name(1))).isPresent();
      assertThat(blobs.size(name(2))).isEmpty();
      assertThat(blobs.owner()).contains(HexFormat.of().formatHex(kernel.db().incarnation()));
    }
  }

  @EngineTest
  void nothingOfAnotherServersFilesIsSwept(Kernel kernel, FakeClock clock) {
    try (FolderBlobStore blobs = blobs(kernel)) {
      upload(blobs, 1);
      blobs.setOwner("another");
      letThemAge(clock);
      kernel.workers().runOnce(FilesCollector.SWEEP);
      assertThat(blobs.size(name(1))).isPresent();
      assertThat(blobs.owner()).contains("another");
    }
  }

  @EngineTest
  void nothingIsSweptWhenTheRowsOfMostFilesAreMissing(Kernel kernel, FakeClock clock) {
    try (FolderBlobStore blobs = blobs(kernel)) {
      for (int i = 0; i <= FilesLimits.ORPHANS_TRUSTED; i++) {
        upload(blobs, i);
      }
      letThemAge(clock);
      kernel.workers().runOnce(FilesCollector.SWEEP);
      assertThat(blobs.size(name(0))).isPresent();
      assertThat(blobs.owner()).isEmpty();
    }
  }

  @EngineTest
  void aHoldRenewsItselfAsLongAsItIsOpen(Kernel kernel, FakeClock clock) {
    FileHolds holds = new FileHolds(kernel, Duration.ofMillis(5));
    try (FileHolds.Hold _ = holds.take()) {
      clock.advance(Duration.ofHours(1));
      for (int look = 0; look < LOOKS_MAX && heldUntil(kernel) < clock.millis(); look++) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(heldUntil(kernel)).isGreaterThan(clock.millis());
    }
    FileHoldStore store = new FileHoldStore();
    assertThat(kernel.db().<Boolean>read(tx -> store.any(tx, clock.millis()))).isFalse();
  }

  private static long heldUntil(Kernel kernel) {
    return kernel.db().read(tx -> tx.with(HELD_UNTIL).one(row -> row.number(1)));
  }
}

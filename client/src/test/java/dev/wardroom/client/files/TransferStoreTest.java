package dev.wardroom.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.store.BareHome;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.FileId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferStoreTest {

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final FileId UP = FileId.of(new byte[16]);
  private static final FileId DOWN =
      FileId.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

  @TempDir Path folder;

  private BareHome home(Duration later) {
    return BareHome.in(folder, Clock.fixed(START.plus(later), ZoneOffset.UTC));
  }

  @Test
  void transfersThatNobodyGoesOnWithAreForgottenAfterTwoWeeks() {
    try (BareHome home = home(Duration.ZERO)) {
      TransferStore store = new TransferStore(home.local());
      home.local()
          .db()
          .write(tx -> {
            store.saveUpload(
                tx, UP, new byte[16], new TransferStore.Upload(UP.toString(), new byte[32], 5));
            store.beginDownload(tx, DOWN);
            store.saveSegment(tx, UP, 0, new byte[Digest64.LENGTH]);
            store.saveSegment(tx, DOWN, 0, new byte[Digest64.LENGTH]);
          });
    }
    assertThat(left(Duration.ofDays(13))).isEqualTo(2L * Digest64.LENGTH);
    assertThat(left(Duration.ofDays(15))).isZero();
  }

  private long left(Duration later) {
    try (BareHome home = home(later)) {
      TransferStore store = new TransferStore(home.local());
      return home.local()
          .db()
          .tx(tx -> {
            store.expire(tx);
            return (long) store.segments(tx, UP).length + store.segments(tx, DOWN).length;
          });
    }
  }
}

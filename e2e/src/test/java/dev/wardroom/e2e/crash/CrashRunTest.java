package dev.wardroom.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.e2e.RealPostgres;
import dev.wardroom.e2e.crash.CrashRun.Outcome;
import dev.wardroom.e2e.crash.CrashRun.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short run of what `make crash` does at length.
@Tag("slow")
final class CrashRunTest {
  private static final int KILLS = 3;
  private static final long SEED = 41;

  @TempDir Path folder;

  @Test
  void nothingIsLostOnTheEmbeddedStore() throws Exception {
    Outcome outcome = new CrashRun(new Plan(folder, 24_230, "", KILLS, KILLS, SEED)).run();
    assertThat(outcome.isGood()).as(outcome.toString()).isTrue();
  }

  @Test
  void nothingIsLostOnPostgres() throws Exception {
    try (RealPostgres postgres = RealPostgres.start()) {
      String url = postgres.create("crash");
      Outcome outcome = new CrashRun(new Plan(folder, 24_231, url, KILLS, KILLS, SEED)).run();
      assertThat(outcome.isGood()).as(outcome.toString()).isTrue();
    }
  }
}

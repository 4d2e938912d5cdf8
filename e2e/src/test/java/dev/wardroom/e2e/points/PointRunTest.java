package dev.wardroom.e2e.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line's process is killed, at each point where something is half done.
@Tag("slow")
final class PointRunTest {
  @TempDir Path folder;
  private PointRun run;

  @BeforeEach
  void annAndBen() {
    run = new PointRun(folder);
  }

  @AfterEach
  void end() {
    run.close();
  }

  private static void assertGood(PointOutcome outcome) {
    assertThat(outcome.isGood()).as(outcome.toString()).isTrue();
  }

  @Test
  void aSendThatIsKilledAtAnyPointArrivesOnce() throws Exception {
    assertGood(run.afterTheClaim());
    assertGood(run.afterOutboxSaved());
    assertGood(run.beforeTheAnswer());
  }

  @Test
  void whatWasSavedAndNotAcknowledgedIsShownOnce() throws Exception {
    assertGood(run.beforeTheAcknowledgement());
  }

  @Test
  void anUploadAndADownloadThatWereKilledGoOnFromWhereTheyWere() throws Exception {
    assertGood(run.inAnUpload());
    assertGood(run.inADownload());
  }

  @Test
  void aDeviceThatIsKilledWhileItIsLinkedLosesNothing() throws Exception {
    assertGood(run.inLinking());
  }
}

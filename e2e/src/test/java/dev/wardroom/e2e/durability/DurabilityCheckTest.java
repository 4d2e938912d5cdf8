package dev.wardroom.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.e2e.durability.DurabilityCheck.Judgement;
import dev.wardroom.e2e.durability.DurabilityCheck.Send;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurabilityCheckTest {
  private static final String GOOD =
      """
      10 100.000100 pwrite64(5</d/wardroom.db-wal>, ""..., 4096, 0) = 4096 <0.000010>
      10 100.000200 fdatasync(5</d/wardroom.db-wal> <unfinished ...>
      11 100.000250 write(9<pipe:[7]>, ""..., 1) = 1 <0.000003>
      10 100.000900 <... fdatasync resumed>) = 0 <0.000700>
      11 100.001000 writev(30<TCP:[127.0.0.1:24000->127.0.0.1:5]>, [], 1) = 90 <0.000020>
      """;
  private static final Send SEND = new Send(100_000_000, 100_002_000);

  @TempDir Path folder;

  @Test
  void anAnswerAfterTheSyncIsGood() throws IOException {
    assertThat(judged(GOOD)).isEqualTo(Judgement.DURABLE);
  }

  @Test
  void anAnswerBeforeTheSyncEndedIsNot() throws IOException {
    assertThat(judged(GOOD.replace("100.000900", "100.001100"))).isEqualTo(Judgement.NOT_DURABLE);
  }

  @Test
  void aWriteBetweenSyncAndAnswerIsUnclear() throws IOException {
    String further =
        "10 100.000950 pwrite64(5</d/wardroom.db-wal>, \"\"..., 9, 0) = 9 <0.000001>\n";
    assertThat(judged(GOOD.replace("11 100.001000", further + "11 100.001000")))
        .isEqualTo(Judgement.UNCLEAR);
  }

  @Test
  void noSyncAtAllIsNotDurable() throws IOException {
    assertThat(judged(GOOD.replaceAll("(?m)^.*fdatasync.*\n", "")))
        .isEqualTo(Judgement.NOT_DURABLE);
  }

  @Test
  void aPretendedSyncIsNone() throws IOException {
    assertThat(judged(GOOD.replace("resumed>) = 0", "resumed>) = 0 (INJECTED)")))
        .isEqualTo(Judgement.NOT_DURABLE);
  }

  @Test
  void syncsOfOtherFilesDoNotCount() throws IOException {
    assertThat(judged(GOOD.replace("fdatasync(5</d/wardroom.db-wal>", "fdatasync(5</d/other>")))
        .isEqualTo(Judgement.NOT_DURABLE);
  }

  @Test
  void whatGoesToTheDatabaseIsNoAnswer() throws IOException {
    assertThat(
            judged(GOOD.replace("127.0.0.1:24000->127.0.0.1:5]", "127.0.0.1:5->127.0.0.1:24000]")))
        .isEqualTo(Judgement.NO_ANSWER_SEEN);
  }

  @Test
  void thePostgresLogCountsToo() throws IOException {
    String postgres = GOOD.replace("/d/wardroom.db-wal", "/d/pg_wal/000000010000000000000001");
    assertThat(judged(postgres)).isEqualTo(Judgement.DURABLE);
  }

  private Judgement judged(String trace) throws IOException {
    List<TraceEvent> events =
        TraceReader.read(Files.writeString(folder.resolve("trace"), trace), 24_000);
    return new DurabilityCheck(events, events).judge(List.of(SEND)).keySet().iterator().next();
  }
}

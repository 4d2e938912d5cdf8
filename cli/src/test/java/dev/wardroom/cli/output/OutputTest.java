package dev.wardroom.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.wardroom.cli.text.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTest {
  @Test
  void durationsAreReadAsPeopleWriteThem() {
    assertThat(Durations.parse("10s")).contains(Duration.ofSeconds(10));
    assertThat(Durations.parse("1h30m")).contains(Duration.ofMinutes(90));
    assertThat(Durations.parse("7D")).contains(Duration.ofDays(7));
    assertThat(Durations.parse("2w")).contains(Duration.ofDays(14));
    assertThat(Durations.parse("off")).contains(Duration.ZERO);
    assertThat(Durations.parse("10")).isEmpty();
    assertThat(Durations.parse("-5s")).isEmpty();
    assertThat(Durations.parse("1y")).isEmpty();
    assertThat(Durations.parse("")).isEmpty();
    assertThat(Durations.parse("999999999w")).isEmpty();
  }

  @Test
  void durationsAreShownShort() {
    assertThat(Durations.words(Duration.ofSeconds(90))).isEqualTo("1m 30s");
    assertThat(Durations.words(Duration.ofHours(25))).isEqualTo("1d 1h");
    assertThat(Durations.words(Duration.ZERO)).isEqualTo("off");
    assertThat(Durations.remaining(Duration.ofSeconds(61))).isEqualTo("2m");
    assertThat(Durations.remaining(Duration.ofSeconds(-1))).isEqualTo("0s");
  }

  @Test
  void sizesAreShownShort() {
    assertThat(Sizes.words(1)).isEqualTo("1 byte");
    assertThat(Sizes.words(1_023)).isEqualTo("1023 bytes");
    assertThat(Sizes.words(1_536)).isEqualTo("1.5 KB");
    assertThat(Sizes.words(1_048_575)).isEqualTo("1.0 MB");
    assertThat(Sizes.words(5L << 30)).isEqualTo("5.0 GB");
  }

  @Test
  void jsonEscapesWhatDoesNotPrint() {
    assertThat(Json.of("text", "a\u009b2J\u202Etxt.exe\u2028\u007F ü 👍").line())
        .isEqualTo("{\"text\":\"a\\u009b2J\\u202etxt.exe\\u2028\\u007f ü 👍\"}");
  }

  @Test
  void aReaderThatWentAwayIsSeen() {
    java.io.OutputStream closed =
        new java.io.OutputStream() {
          @Override
          public void write(int value) throws java.io.IOException {
            throw new java.io.IOException("broken pipe");
          }
        };
    java.io.PrintStream out =
        new java.io.PrintStream(closed, true, java.nio.charset.StandardCharsets.UTF_8);
    Output output =
        new Output(
            out,
            out,
            true,
            new dev.wardroom.cli.text.Ansi(dev.wardroom.cli.text.Palette.TEXT),
            false);
    assertThat(
            new Output(
                    System.out,
                    System.err,
                    true,
                    new dev.wardroom.cli.text.Ansi(dev.wardroom.cli.text.Palette.TEXT),
                    false)
                .isBroken())
        .isFalse();
    output.result(Json.of("n", 1), "");
    assertThat(output.isBroken()).isTrue();
  }

  @Test
  void jsonKeepsItsOrderLeavesOutWhatIsAbsentAndEscapes() {
    Json json =
        Json.event("x")
            .with("at", Instant.parse("2026-11-24T11:18:00Z"))
            .with("none", Optional.empty())
            .with("text", "a\"b\n\u001B")
            .with("list", List.of(Json.of("n", 1)))
            .withFlag("no", false);
    assertThat(json.line())
        .isEqualTo(
            "{\"event\":\"x\",\"at\":\"2026-11-24T11:18:00.000Z\",\"text\":\"a\\\"b\\n\\u001B\","
                + "\"list\":[{\"n\":1}]}");
  }

  @Test
  void aTableIsAsWideAsItsWidestCells() {
    Table table = Table.of("A", "B").row(Span.plain("林林"), Span.plain("x"));
    assertThat(table.lines().stream().map(line -> line.plain()).toList())
        .containsExactly("A     B", "林林  x");
  }

  @Test
  void aBarIsFilledInEighths() {
    assertThat(ProgressBar.bar(0, 100, 4).plain()).isEqualTo(" ···");
    assertThat(ProgressBar.bar(50, 100, 4).plain()).isEqualTo("██ ·");
    assertThat(ProgressBar.bar(100, 100, 4).plain()).isEqualTo("████");
    assertThat(ProgressBar.bar(200, 100, 4).plain()).isEqualTo("████");
  }

  @Test
  void theDrawnQrCodeCanBeScannedOnDarkAndLightTerminals() throws Exception {
    String text = "wardroom-link:" + "AbCd0123".repeat(12);
    for (boolean dark : new boolean[] {true, false}) {
      assertThat(scan(QrDrawing.lines(text, dark), dark)).isEqualTo(text);
    }
  }

  /// Draws the half blocks as pixels, as a terminal would, and reads them with a scanner's library.
  private static String scan(List<String> lines, boolean dark) throws Exception {
    int scale = 4;
    int border = 16;
    int width = lines.getFirst().length() * scale + 2 * border;
    int height = lines.size() * 2 * scale + 2 * border;
    int[] pixels = new int[width * height];
    java.util.Arrays.fill(pixels, dark ? 0x101010 : 0xFFFFFF);
    for (int row = 0; row < lines.size() * 2; row++) {
      for (int column = 0; column < lines.getFirst().length(); column++) {
        char cell = lines.get(row / 2).charAt(column);
        boolean filled = cell == '█' || cell == (row % 2 == 0 ? '▀' : '▄');
        int colour = filled == dark ? 0xFFFFFF : 0x101010;
        for (int y = 0; y < scale; y++) {
          int start = (border + row * scale + y) * width + border + column * scale;
          java.util.Arrays.fill(pixels, start, start + scale, colour);
        }
      }
    }
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
        .getText();
  }
}

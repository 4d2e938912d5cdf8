package dev.wardroom.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CanaryScanTest {
  private static final String WORD = "Zq7canaryWord31";

  private final Random random = new Random(3);
  @TempDir Path folder;

  @Test
  void eachDisguiseIsFoundAtAnyOffset() throws IOException {
    for (int before = 0; before < 6; before++) {
      String text = "x".repeat(before) + WORD + "yyyy";
      byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
      assertFound(ascii);
      assertFound(text.getBytes(StandardCharsets.UTF_16LE));
      assertFound(text.getBytes(StandardCharsets.UTF_16BE));
      assertFound(HexFormat.of().formatHex(ascii).getBytes(StandardCharsets.US_ASCII));
      assertFound(
          HexFormat.of().withUpperCase().formatHex(ascii).getBytes(StandardCharsets.US_ASCII));
      assertFound(Base64.getEncoder().encode(ascii));
      assertFound(Base64.getUrlEncoder().withoutPadding().encode(ascii));
    }
  }

  @Test
  void deflatedStreamsAreLookedInto() throws IOException {
    byte[] text =
        ("a long text around " + WORD + " and after it").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(text);
    }
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text);
    }
    assertFound(zlib.toByteArray());
    assertFound(gzip.toByteArray());
  }

  @Test
  void aWordAcrossTheBorderOfTwoPiecesIsFound() throws IOException {
    byte[] large = new byte[40 * 1024 * 1024];
    random.nextBytes(large);
    byte[] word = WORD.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(word, 0, large, 16 * 1024 * 1024 - 7, word.length);
    Path file = Files.write(folder.resolve("large"), large);
    assertThat(new CanaryScan(new Canary(WORD)).search(file)).isNotEmpty();
  }

  @Test
  void noiseHoldsNothing() throws IOException {
    byte[] noise = new byte[4 * 1024 * 1024];
    random.nextBytes(noise);
    Path file = Files.write(folder.resolve("noise"), noise);
    assertThat(new CanaryScan(new Canary(WORD)).search(file)).isEmpty();
  }

  private void assertFound(byte[] disguised) throws IOException {
    byte[] noise = new byte[2_000];
    random.nextBytes(noise);
    System.arraycopy(disguised, 0, noise, 1_000, disguised.length);
    Path file = Files.write(folder.resolve("file"), noise);
    List<CanaryScan.Find> finds = new CanaryScan(new Canary(WORD)).search(file);
    assertThat(finds).isNotEmpty();
  }
}

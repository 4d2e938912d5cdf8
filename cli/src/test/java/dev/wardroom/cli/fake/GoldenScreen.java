package dev.wardroom.cli.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.cli.chat.draw.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares a screen with the one that was looked at and kept.
public final class GoldenScreen {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private GoldenScreen() {}

  public static void check(String name, Screen screen) {
    Path file = FOLDER.resolve(name + ".txt");
    String drawn = String.join("\n", screen.plain()) + "\n";
    try {
      if (Boolean.getBoolean("golden.write")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, drawn, StandardCharsets.UTF_8);
      }
      assertThat(drawn).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException missing) {
      throw new UncheckedIOException("run once with -Dgolden.write=true", missing);
    }
  }
}

package dev.wardroom.core.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds and reads the published vectors.
public final class TestData {
  public static final String ABSENT =
      "skipped: the published vectors are not here; set WARDROOM_TEST_DATA to a folder with wycheproof/"
          + " (docs/protocol.md, \"Vectors of others\", tells where they are)";

  private static final String RFC_9180 = "rfc9180-p521-sha512-aes256gcm.json";

  private TestData() {}

  /// The folder, or nothing where it is absent.
  public static Optional<Path> folder() {
    String named = System.getenv("WARDROOM_TEST_DATA");
    Path folder = named == null ? projectRoot().resolve("../shared/data") : Path.of(named);
    return Files.isDirectory(folder.resolve("wycheproof")) ? Optional.of(folder) : Optional.empty();
  }

  public static JsonNode wycheproof(Path folder, String file) {
    return read(folder.resolve("wycheproof").resolve(file));
  }

  public static JsonNode rfc9180(Path folder) {
    return read(folder.resolve(RFC_9180));
  }

  /// The project's folder, from whichever module's folder the test was started.
  public static Path projectRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("protocol/wire/pom.xml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("start the tests inside the project");
    }
    return folder;
  }

  private static JsonNode read(Path file) {
    try {
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

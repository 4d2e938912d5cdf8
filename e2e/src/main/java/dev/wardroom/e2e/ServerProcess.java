package dev.wardroom.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a process of its own. One thread at a time.
public final class ServerProcess implements AutoCloseable {
  private static final String MAIN = "dev.wardroom.server.app.Main";
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final String ready;
  private final Place place;

  private ServerProcess(Process process, String ready, Place place) {
    this.process = process;
    this.ready = ready;
    this.place = place;
  }

  /// Where and how.
  ///
  /// @param databaseUrl empty for the embedded store
  /// @param tracer a command that runs another and watches it, or nothing
  /// @param settings lines of configuration in addition, `key=value`
  public record Place(
      Path folder, int port, String databaseUrl, List<String> tracer, List<String> settings) {
    /// Without anything special.
    public Place(Path folder, int port, String databaseUrl, List<String> tracer) {
      this(folder, port, databaseUrl, tracer, List.of());
    }

    public Path data() {
      return folder.resolve("data");
    }

    public Path log() {
      return folder.resolve("server.log");
    }
  }

  /// Starts it and waits until it says that it is ready.
  public static ServerProcess start(Place place) throws IOException {
    Files.createDirectories(place.folder());
    Path config = place.folder().resolve("e2e.properties");
    Files.writeString(
        config,
        """
        host=127.0.0.1
        database.url=%s
        limits.edge-guess-burst=100000
        limits.edge-guess-per-minute=100000
        %s
        """
            .formatted(place.databaseUrl(), String.join("\n", place.settings())));
    Process process =
        JavaProcess.start(
            place.tracer(),
            place.log(),
            MAIN,
            "--data",
            place.data().toString(),
            "--port",
            Integer.toString(place.port()),
            "--config",
            config.toString(),
            "--json");
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.contains("\"ready\"")) {
      line = out.readLine();
    }
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("the server did not start; see " + place.log());
    }
    return new ServerProcess(process, line, place);
  }

  public String url() {
    return field("url").orElseThrow();
  }

  /// On the first start only.
  public Optional<String> ownerInvitation() {
    return field("ownerInvitation");
  }

  public Place place() {
    return place;
  }

  /// The server itself, also when a tracer started it.
  public ProcessHandle handle() {
    return process.descendants().findFirst().orElse(process.toHandle());
  }

  /// SIGKILL, without any warning.
  public void kill() throws InterruptedException {
    handle().destroyForcibly();
    process.waitFor();
  }

  /// SIGTERM.
  @Override
  public void close() {
    handle().destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> field(String name) {
    Matcher fields = FIELD.matcher(ready);
    while (fields.find()) {
      if (fields.group(1).equals(name)) {
        return Optional.of(fields.group(2));
      }
    }
    return Optional.empty();
  }
}

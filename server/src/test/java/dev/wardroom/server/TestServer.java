package dev.wardroom.server;

import dev.wardroom.server.app.Composition;
import dev.wardroom.server.app.Server;
import dev.wardroom.server.app.Wiring;
import dev.wardroom.server.kernel.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A whole server on a free port of the loopback address, in a folder of its own that goes with it.
public final class TestServer implements AutoCloseable {
  private final Path folder;
  private final Server server;

  private TestServer(Path folder, Server server) {
    this.folder = folder;
    this.server = server;
  }

  /// The real server with all its domains.
  public static TestServer start() {
    return start(new Wiring(), Map.of());
  }

  /// The real server with further configuration, for example `database.url`.
  public static TestServer start(Map<String, String> configuration) {
    return start(new Wiring(), configuration);
  }

  /// A server with other domains.
  public static TestServer start(Composition composition, Map<String, String> configuration) {
    try {
      Path folder = Files.createTempDirectory("wardroom-server");
      Map<String, String> all = new HashMap<>(configuration);
      all.putIfAbsent("data", folder.toString());
      all.putIfAbsent("host", "127.0.0.1");
      all.putIfAbsent("port", "0");
      all.putIfAbsent("log.level", "warn");
      Server server =
          Server.start(new ConfigLoader(composition.limits()).load("", Map.of(), all), composition);
      return new TestServer(folder, server);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public URI url() {
    return server.url();
  }

  /// The data folder.
  public Path folder() {
    return folder;
  }

  /// The owner's invitation of the first start.
  public String ownerInvitation() {
    return server.begun().ownerInvitation().orElseThrow();
  }

  /// The first network's id as text.
  public String network() {
    return server.begun().network();
  }

  @Override
  public void close() {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.wardroom.client.live;

import dev.wardroom.server.app.Server;
import dev.wardroom.server.app.Wiring;
import dev.wardroom.server.kernel.config.ConfigLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The real server on a free port of the loopback address.
final class RealServer implements AutoCloseable {

  private final Server server;

  private RealServer(Server server) {
    this.server = server;
  }

  static RealServer start(Path folder) {
    return start(folder, 0);
  }

  /// @param port the same as before, for a server that comes back
  static RealServer start(Path folder, int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("data", folder.toString());
    settings.put("host", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("log.level", "warn");
    Wiring wiring = new Wiring();
    return new RealServer(
        Server.start(new ConfigLoader(wiring.limits()).load("", Map.of(), settings), wiring));
  }

  String url() {
    return server.url().toString();
  }

  int port() {
    return server.url().getPort();
  }

  String ownerInvitation() {
    return server.begun().ownerInvitation().orElseThrow();
  }

  @Override
  public void close() {
    server.close();
  }
}

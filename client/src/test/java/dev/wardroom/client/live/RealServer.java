package dev.wardroom.client.live;

import dev.wardroom.server.app.Server;
import dev.wardroom.server.app.Wiring;
import dev.wardroom.server.kernel.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The real server on a free port of the loopback address.
final class RealServer implements AutoCloseable {

  private final Server server;

  private final Path folder;

  private RealServer(Server server, Path folder) {
    this.server = server;
    this.folder = folder;
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
        Server.start(new ConfigLoader(wiring.limits()).load("", Map.of(), settings), wiring),
        folder);
  }

  String url() {
    return server.url().toString();
  }

  int port() {
    return server.url().getPort();
  }

  /// Does what `wardroom admin` does, over the socket in the data folder.
  void admin(String... command) {
    String words = "\"" + String.join("\",\"", command) + "\"";
    try (SocketChannel door =
        SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("admin.sock")))) {
      door.write(
          ByteBuffer.wrap(("{\"command\":[" + words + "]}\n").getBytes(StandardCharsets.UTF_8)));
      String answer =
          new String(Channels.newInputStream(door).readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.contains("\"done\"")) {
        throw new AssertionError(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String ownerInvitation() {
    return server.begun().ownerInvitation().orElseThrow();
  }

  @Override
  public void close() {
    server.close();
  }
}

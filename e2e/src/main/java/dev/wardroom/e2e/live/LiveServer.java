package dev.wardroom.e2e.live;

import dev.wardroom.server.admin.AdminDoor;
import dev.wardroom.server.admin.backup.RestoreCommand;
import dev.wardroom.server.app.Server;
import dev.wardroom.server.app.Wiring;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.config.ConfigLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The real server on a port of the loopback address, in this process.
public final class LiveServer implements AutoCloseable {
  private final Place place;
  private final Server server;

  private LiveServer(Place place, Server server) {
    this.place = place;
    this.server = server;
  }

  /// Where and how.
  ///
  /// @param settings in addition to those that every test needs
  public record Place(Path data, Clock clock, Map<String, String> settings) {
    public Place {
      settings = Map.copyOf(settings);
    }

    /// The embedded store, with nothing special.
    public static Place in(Path data, Clock clock) {
      return new Place(data, clock, Map.of());
    }
  }

  public static LiveServer start(Place place) {
    return start(place, 0);
  }

  /// @param port 0 for a free one; the same as before for a server that comes back
  public static LiveServer start(Place place, int port) {
    Map<String, String> settings = new HashMap<>(place.settings());
    settings.put("data", place.data().toString());
    settings.put("host", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("log.level", "warn");
    Wiring wiring = new Wiring();
    ConfigLoader.Loaded loaded = new ConfigLoader(wiring.limits()).load("", Map.of(), settings);
    return new LiveServer(place, Server.start(loaded, wiring, place.clock()));
  }

  public int port() {
    return server.url().getPort();
  }

  public String url() {
    return server.url().toString();
  }

  public Path data() {
    return place.data();
  }

  /// On the first start only.
  public String ownerInvitation() {
    return server.begun().ownerInvitation().orElseThrow();
  }

  /// Gives a command to the server's admin door and waits until it is done.
  ///
  /// @return what the server answered, a line of JSON each
  public List<String> administer(String... words) throws IOException {
    try (SocketChannel door =
            SocketChannel.open(UnixDomainSocketAddress.of(place.data().resolve(AdminDoor.SOCKET)));
        Writer to = Channels.newWriter(door, StandardCharsets.UTF_8);
        BufferedReader from =
            new BufferedReader(Channels.newReader(door, StandardCharsets.UTF_8))) {
      to.write(JsonMapper.shared().writeValueAsString(Map.of("command", List.of(words))) + "\n");
      to.flush();
      List<String> answers = from.lines().toList();
      if (answers.isEmpty() || !answers.getLast().contains("\"done\"")) {
        throw new IOException("the server did not do it: " + answers);
      }
      return answers;
    }
  }

  /// Restores a backup into an empty folder; no server runs there yet.
  public static void restore(Path backup, Path data) {
    new RestoreCommand(data, Map.of(), new Silent())
        .run(new AdminArguments(List.of("--from", backup.toString())));
  }

  private static final class Silent implements AdminOutput {
    @Override
    public void line(String text, Map<String, ?> json) {}

    @Override
    public void progress(String what, long done, long total) {}
  }

  @Override
  public void close() {
    server.close();
  }
}

package dev.wardroom.server.accounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gives admin commands over the local socket of a server.
final class AdminLine {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path socket;

  AdminLine(Path dataFolder) {
    this.socket = dataFolder.resolve("admin.sock");
  }

  /// The lines of the result as programs get them; fails on a refusal.
  List<JsonNode> run(String... words) {
    List<JsonNode> lines = lines(words);
    JsonNode last = lines.removeLast();
    if (!last.has("done")) {
      throw new IllegalStateException(last.toString());
    }
    return lines.stream().map(line -> line.get("json")).toList();
  }

  /// The reason of a refusal.
  String refusal(String... words) {
    return lines(words).getLast().path("reason").asString();
  }

  private List<JsonNode> lines(String... words) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
      out.write(JSON.writeValueAsString(java.util.Map.of("command", List.of(words))) + "\n");
      out.flush();
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      List<JsonNode> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

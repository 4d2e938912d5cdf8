package dev.wardroom.server.app;

import java.io.PrintStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the process says on standard output once it answers requests.
final class ReadyLine {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReadyLine() {}

  static void print(Server server, boolean json, PrintStream out) {
    Composition.Begun begun = server.begun();
    if (json) {
      ObjectNode line = JSON.createObjectNode();
      line.put("event", "ready");
      line.put("url", server.url().toString());
      line.put("network", begun.network());
      begun.ownerInvitation().ifPresent(link -> line.put("ownerInvitation", link));
      out.println(JSON.writeValueAsString(line));
    } else {
      out.println("Wardroom " + Version.text() + " is ready at " + server.url());
      begun
          .ownerInvitation()
          .ifPresent(link -> {
            out.println();
            out.println("The owner registers once with this invitation:");
            out.println("  " + link);
          });
    }
    out.flush();
  }
}

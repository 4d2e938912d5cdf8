package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.Unfinished;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.MessageView;

/// Waits until the server has a message on disk, then prints its id.
final class Sent {
  private Sent() {}

  static int await(HomeOptions home, Session session, MessageView saved) {
    Json id = Json.of("message", saved.message()).with("conversation", saved.conversation());
    try {
      MessageView accepted = session.messages().awaitAccepted(saved.message(), home.patience());
      home.output().result(id.with("number", accepted.number()), saved.message().text());
      return 0;
    } catch (ClientException waiting) {
      throw new Unfinished(waiting, id);
    }
  }
}

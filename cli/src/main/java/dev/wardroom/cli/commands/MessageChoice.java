package dev.wardroom.cli.commands;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.MessageRef;
import picocli.CommandLine.Option;

/// Which message a command is about.
public final class MessageChoice {
  @Option(
      names = "--message",
      paramLabel = "ID",
      required = true,
      description = "The message: id, or a unique beginning of an id.")
  private String id = "";

  public MessageRef resolve(Session session) {
    return session.messages().resolve(id).message();
  }
}

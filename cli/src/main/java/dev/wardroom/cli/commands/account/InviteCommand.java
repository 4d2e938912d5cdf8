package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Invitations.Invited;
import dev.wardroom.client.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom invite`.
@Command(
    name = "invite",
    description = {
      "Make a one-time link that invites a person into the network.",
      "Whoever has the link can use it once: hand it over on a way that you trust."
    })
public final class InviteCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(
      names = "--username",
      paramLabel = "USER",
      description = "The user name that the person will have. Default: the person chooses.")
  private String username = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name. Default: the person chooses.")
  private String name = "";

  public InviteCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.open()) {
      Invited invited = session.invitations().invite(username, name);
      home.output()
          .result(
              Json.of("invitation", invited.link())
                  .with("id", invited.id())
                  .with("expiresAt", invited.expiresAt()),
              invited.link());
      return 0;
    }
  }
}

package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.Table;
import dev.wardroom.cli.text.Span;
import dev.wardroom.client.Invitations.InvitationView;
import dev.wardroom.client.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `wardroom invitations`: groups its commands.
@Command(
    name = "invitations",
    description = "Invitations that were made.",
    subcommands = {InvitationsCommand.ListOpen.class, InvitationsCommand.Revoke.class})
public final class InvitationsCommand {

  /// `list`.
  @Command(name = "list", description = "List invitations, newest first.")
  public static final class ListOpen implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    public ListOpen(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      Table table = Table.of("ID", "USER", "NAME", "UNTIL", "");
      try (Session session = home.open()) {
        for (InvitationView one : session.invitations().list()) {
          home.output().result(json(one), "");
          table =
              table.row(
                  Span.faint(one.id()),
                  Span.plain(one.username()),
                  Span.plain(one.name()),
                  Span.plain(one.expiresAt().toString()),
                  Span.plain(one.used() ? "used" : "open"));
        }
        table.lines().forEach(home.output()::line);
        return 0;
      }
    }

    private static Json json(InvitationView one) {
      return Json.of("id", one.id())
          .with("username", one.username())
          .with("name", one.name())
          .with("createdAt", one.createdAt())
          .with("expiresAt", one.expiresAt())
          .with("used", one.used());
    }
  }

  /// `revoke`.
  @Command(name = "revoke", description = "Make an invitation useless.")
  public static final class Revoke implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Parameters(paramLabel = "ID", description = "The id, or a unique beginning of it.")
    private String id = "";

    public Revoke(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.open()) {
        session.invitations().revoke(id);
        home.output().result(Json.of("id", id).with("revoked", true), "Revoked.");
        return 0;
      }
    }
  }
}

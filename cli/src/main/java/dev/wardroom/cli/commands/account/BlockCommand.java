package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.PersonView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wardroom block`.
@Command(
    name = "block",
    description = "Hide what a person writes, on all own devices. The person is not told.")
public final class BlockCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Parameters(paramLabel = "USER", description = "The user name.")
  private String username = "";

  @Option(names = "--off", description = "Show it again.")
  private boolean off;

  public BlockCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.open()) {
      PersonView person =
          session
              .directory()
              .find(username)
              .orElseThrow(() ->
                  new ClientException(
                      Kind.NOT_FOUND,
                      "There is no " + username + ". 'wardroom people' finds names."));
      session.directory().block(person.user(), !off);
      home.output()
          .result(
              Json.of("user", person.user()).with("blocked", !off),
              off ? "Unblocked." : "Blocked.");
      return 0;
    }
  }
}

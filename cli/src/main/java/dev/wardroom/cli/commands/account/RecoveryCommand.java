package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.Accounts.RecoverySheet;
import dev.wardroom.client.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `wardroom recovery`: groups its commands.
@Command(
    name = "recovery",
    description = "What is needed to get back in.",
    subcommands = {RecoveryCommand.Sheet.class})
public final class RecoveryCommand {

  /// `sheet`.
  @Command(
      name = "sheet",
      description = {
        "Print the recovery sheet: account key, recovery key, and how to use them.",
        "Print it on paper; whoever finds it needs only the password besides."
      })
  public static final class Sheet implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    public Sheet(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.open()) {
        RecoverySheet sheet = session.accounts().recoverySheet();
        home.output()
            .result(
                Json.of("accountKey", sheet.accountKey())
                    .withText("recoveryKey", sheet.recoveryKey())
                    .with("text", sheet.text()),
                "");
        sheet.text().lines().forEach(line -> home.output().line(Line.of(line, Style.PLAIN)));
        return 0;
      }
    }
  }
}

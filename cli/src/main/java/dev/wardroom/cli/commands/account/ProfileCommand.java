package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Views;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.PersonView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom profile`.
@Command(
    name = "profile",
    description = "Show the own profile, or change the name that others see.")
public final class ProfileCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(names = "--name", paramLabel = "NAME", description = "The new name.")
  private @Nullable String name;

  public ProfileCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.open()) {
      if (name != null) {
        session.accounts().setName(name);
      }
      PersonView self = session.accounts().self();
      home.output()
          .result(Views.person(self), "@" + self.username() + "  " + SafeText.line(self.name()));
      return 0;
    }
  }
}

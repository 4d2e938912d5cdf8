package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom.Lock;
import dev.wardroom.client.Wardroom.Registered;
import dev.wardroom.client.Wardroom.Registration;
import dev.wardroom.client.view.StatusView;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom register`.
@Command(
    name = "register",
    description = {
      "Use an invitation: make the account, its keys and this first device.",
      "",
      "The account key that is printed is needed, together with the password, to sign in on a further device. Keep it."
    })
public final class RegisterCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(
      names = "--invitation",
      paramLabel = "LINK",
      required = true,
      description = "The one-time link.")
  private String invitation = "";

  @Option(
      names = "--username",
      paramLabel = "USER",
      description = "The user name. May be left out when the invitation names one.")
  private String username = "";

  @Option(names = "--name", paramLabel = "NAME", description = "The name that others see.")
  private String name = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the new password. Default: asked for.")
  private @Nullable Path passwordFile;

  @Mixin private NewHome device = new NewHome();

  public RegisterCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    Lock lock = device.lock(home);
    char[] password = home.secrets().readNew(passwordFile, "New password", "--password-file");
    try {
      Registered registered =
          home.shell()
              .doors()
              .register(
                  home.home(),
                  new Registration(invitation, username, name, password, device.deviceName()),
                  home.options(lock));
      try (Session session = registered.session()) {
        print(session, registered.sheet().accountKey());
      }
      return 0;
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private void print(Session session, String accountKey) {
    StatusView status = session.accounts().status();
    home.output()
        .result(
            Json.of("user", status.self().user())
                .with("device", status.device())
                .with("username", status.self().username())
                .with("network", status.network())
                .with("accountKey", accountKey),
            "Registered @" + status.self().username() + " at " + status.server());
    home.output()
        .line(
            Line.of(
                Span.plain("Account key: "), new Span(accountKey, Style.of(Ink.ACCENT).asBold())));
    home.output()
        .note(
            "Keep it with your password: a further device needs both. 'wardroom recovery sheet' prints it again.");
  }
}

package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom.Lock;
import dev.wardroom.client.Wardroom.SignIn;
import dev.wardroom.client.view.StatusView;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom login`.
@Command(
    name = "login",
    description = "Make this home a further device of an account, by password and account key.")
public final class LoginCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(
      names = "--server",
      paramLabel = "URL",
      required = true,
      description = "The server's address, for example https://chat.example.org")
  private String server = "";

  @Option(
      names = "--username",
      paramLabel = "USER",
      required = true,
      description = "The user name.")
  private String username = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password. Default: asked for.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--account-key",
      paramLabel = "CODE",
      description = "The account key, as registering printed it. Default: asked for.")
  private @Nullable String accountKey;

  @Option(
      names = "--account-key-file",
      paramLabel = "FILE",
      description =
          "File whose first line is the account key: other users of this machine cannot see it.")
  private @Nullable Path accountKeyFile;

  @Mixin private NewHome device = new NewHome();

  public LoginCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    Lock lock = device.lock(home);
    char[] password = home.secrets().read(passwordFile, "Password", "--password-file");
    try {
      SignIn signIn = new SignIn(server, username, password, key(), device.deviceName());
      try (Session session = home.shell().doors().login(home.home(), signIn, home.options(lock))) {
        StatusView status = session.accounts().status();
        home.output()
            .result(
                Json.of("user", status.self().user())
                    .with("device", status.device())
                    .with("username", status.self().username())
                    .with("network", status.network()),
                "This is a device of @" + status.self().username() + " now.");
      }
      return 0;
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private String key() {
    return accountKey != null
        ? accountKey
        : new String(home.secrets().read(accountKeyFile, "Account key", "--account-key"));
  }
}

package dev.wardroom.cli.commands;

import dev.wardroom.cli.output.Output;
import dev.wardroom.cli.text.Ansi;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom.Lock;
import dev.wardroom.client.Wardroom.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that uses a home folder.
public final class HomeOptions {
  private static final String DEFAULT_HOME = "${env:WARDROOM_HOME:-${sys:user.home}/.wardroom}";

  @Option(
      names = "--home",
      order = 101,
      paramLabel = "DIR",
      defaultValue = DEFAULT_HOME,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = {
        "The folder of this device. One folder is one device of one person.",
        "Default: $WARDROOM_HOME, or ~/.wardroom"
      })
  private Path home = Path.of(".wardroom");

  @Option(names = "--json", order = 102, description = "Write one JSON object a line.")
  private boolean json;

  @Option(
      names = "--unlock-file",
      order = 102,
      paramLabel = "FILE",
      description = "File with the password or PIN that locks the home folder, if it has one.")
  private @Nullable Path unlockFile;

  @Option(
      names = "--ca-file",
      order = 103,
      paramLabel = "FILE",
      defaultValue = "${env:WARDROOM_CA_FILE}",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Trust this certificate authority too (PEM). Default: $WARDROOM_CA_FILE")
  private @Nullable Path caFile;

  @Option(
      names = "--wait",
      order = 104,
      paramLabel = "TIME",
      defaultValue = "20s",
      description = "How long to wait for the server (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ofSeconds(20);

  private final Shell shell;

  public HomeOptions(Shell shell) {
    this.shell = shell;
  }

  public Shell shell() {
    return shell;
  }

  public Path home() {
    return home.toAbsolutePath().normalize();
  }

  public Duration patience() {
    return patience;
  }

  public Output output() {
    return new Output(
        shell.out(), shell.err(), json, new Ansi(shell.palette()), shell.showsProgress());
  }

  public Secrets secrets() {
    return new Secrets(shell);
  }

  /// Options for opening or making the home folder with that lock.
  public Options options(Lock lock) {
    return new Options(lock, Optional.ofNullable(caFile).map(Path::toAbsolutePath), patience);
  }

  /// Opens the home folder; asks for its password when it is locked by one.
  public Session open() {
    if (unlockFile != null) {
      return unlocked(secrets().fromFile(unlockFile));
    }
    try {
      return shell.doors().open(home(), options(new Lock.KeyFile()));
    } catch (ClientException locked) {
      if (locked.kind() != Kind.LOCKED || shell.prompt().isEmpty()) {
        throw locked;
      }
      return unlocked(shell.prompt().orElseThrow().secret("Password of this home folder"));
    }
  }

  /// Opens the home folder and reads what waits at the server. Without a server it goes on with
  /// what is here and says so: reading old messages needs no connection.
  public Session openFresh() {
    Session session = open();
    try {
      session.catchUp(patience);
    } catch (ClientException offline) {
      if (offline.kind() != Kind.UNREACHABLE && offline.kind() != Kind.TIMEOUT) {
        session.close();
        throw offline;
      }
      output().note("The server does not answer; this is what the device has.");
    }
    return session;
  }

  private Session unlocked(char[] secret) {
    try {
      return shell.doors().open(home(), options(new Lock.Secret(secret)));
    } finally {
      Arrays.fill(secret, '\0');
    }
  }
}

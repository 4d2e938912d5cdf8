package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Wardroom.Lock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options for making this home a device: its name, and what locks its folder.
public final class NewHome {
  @Option(
      names = "--device-name",
      paramLabel = "NAME",
      description =
          "How this device is called in the list of devices. Default: the machine's name.")
  private @Nullable String deviceName;

  @Option(
      names = "--lock",
      paramLabel = "HOW",
      defaultValue = "key-file",
      description = {
        "What locks the home folder: key-file (a file in it that only you can read) or password (asked for at each"
            + " start). Default: ${DEFAULT-VALUE}"
      })
  private String lock = "key-file";

  @Option(
      names = "--lock-file",
      paramLabel = "FILE",
      description = "With --lock password: the file that holds it, instead of asking.")
  private @Nullable Path lockFile;

  public String deviceName() {
    if (deviceName != null) {
      return deviceName;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "command line";
    }
  }

  /// What the options say; asks for the password when it is needed.
  public Lock lock(HomeOptions home) {
    return switch (lock) {
      case "key-file" -> new Lock.KeyFile();
      case "password", "pin" ->
          new Lock.Secret(
              home.secrets().readNew(lockFile, "New password of this home folder", "--lock-file"));
      default ->
          throw new ClientException(
              Kind.USAGE, "'" + lock + "' is no lock; write key-file or password.");
    };
  }
}

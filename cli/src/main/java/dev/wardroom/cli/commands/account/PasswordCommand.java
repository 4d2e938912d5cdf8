package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Session;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom password`: groups its commands.
@Command(
    name = "password",
    description = "The account's password.",
    subcommands = {PasswordCommand.Change.class})
public final class PasswordCommand {

  /// `change`.
  @Command(name = "change", description = "Change the password. Other devices stay signed in.")
  public static final class Change implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "File with the present password. Default: asked for.")
    private @Nullable Path oldFile;

    @Option(
        names = "--new-password-file",
        paramLabel = "FILE",
        description = "File with the new password. Default: asked for.")
    private @Nullable Path newFile;

    public Change(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      char[] old = home.secrets().read(oldFile, "Present password", "--password-file");
      char[] fresh = home.secrets().readNew(newFile, "New password", "--new-password-file");
      try (Session session = home.open()) {
        session.accounts().changePassword(old, fresh);
        home.output().result(Json.of("changed", true), "The password is changed.");
        return 0;
      } finally {
        Arrays.fill(old, '\0');
        Arrays.fill(fresh, '\0');
      }
    }
  }
}

package dev.wardroom.cli.commands.devices;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.Table;
import dev.wardroom.cli.output.Views;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.DeviceView;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wardroom devices`: groups its commands.
@Command(
    name = "devices",
    description = "The own devices.",
    subcommands = {
      DevicesCommand.ListAll.class,
      DevicesCommand.Remove.class,
      DevicesCommand.Rename.class
    })
public final class DevicesCommand {

  /// `list`.
  @Command(name = "list", description = "List the own devices.")
  public static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    public ListAll(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      Table table = Table.of("ID", "NAME", "ADDED", "");
      try (Session session = home.openFresh()) {
        for (DeviceView one : session.devices().list()) {
          home.output().result(Views.device(one), "");
          table =
              table.row(
                  Span.faint(one.device().text()),
                  Span.plain(one.name()),
                  Span.plain(one.addedAt().toString().substring(0, 10)),
                  Span.plain(one.current() ? "this one" : ""));
        }
        table.lines().forEach(home.output()::line);
        return 0;
      }
    }
  }

  /// `remove`.
  @Command(
      name = "remove",
      description = {
        "Remove a device, for example a lost one.",
        "Its sessions end at once, and it can read nothing that is sent from now on. What it has stays on it."
      })
  public static final class Remove implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Mixin private DeviceChoice device = new DeviceChoice();

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "File with the password, when this device does not approve by itself.")
    private @Nullable Path passwordFile;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    public Remove(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      char[] password =
          passwordFile == null
              ? new char[0]
              : home.secrets().read(passwordFile, "Password", "--password-file");
      try (Session session = home.openFresh()) {
        DeviceView removed = device.resolve(session);
        if (!yes && !confirmed(removed)) {
          return 0;
        }
        session.devices().remove(removed.device(), password);
        home.output()
            .result(
                Json.of("device", removed.device()).with("removed", true),
                "Removed " + SafeText.line(removed.name()) + ".");
        return 0;
      } finally {
        Arrays.fill(password, '\0');
      }
    }

    /// A script, which nobody can answer for, has said what it wants by naming the device.
    private boolean confirmed(DeviceView removed) {
      return home.shell()
          .prompt()
          .map(prompt -> prompt.confirm("Remove " + SafeText.line(removed.name()) + "?"))
          .orElse(true);
    }
  }

  /// `rename`.
  @Command(name = "rename", description = "Give a device another name in the list.")
  public static final class Rename implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Mixin private DeviceChoice device = new DeviceChoice();

    @Parameters(paramLabel = "NAME", description = "The new name.")
    private String name = "";

    public Rename(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        DeviceView renamed = device.resolve(session);
        session.devices().rename(renamed.device(), name);
        home.output().result(Json.of("device", renamed.device()).with("name", name), "Renamed.");
        return 0;
      }
    }
  }
}

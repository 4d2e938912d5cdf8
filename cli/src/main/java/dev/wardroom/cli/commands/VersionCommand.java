package dev.wardroom.cli.commands;

import dev.wardroom.cli.output.Json;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/// `wardroom version`.
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Mixin private final HomeOptions home;

  VersionCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    home.output()
        .result(
            Json.of("version", version()).with("java", Runtime.version().toString()),
            getVersion()[0]);
    return 0;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"wardroom " + version() + " (Java " + Runtime.version().feature() + ")"};
  }

  private static String version() {
    return Objects.requireNonNullElse(
        VersionCommand.class.getPackage().getImplementationVersion(), "development");
  }
}

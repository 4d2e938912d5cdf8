package dev.wardroom.cli.commands;

import dev.wardroom.cli.text.Palette;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// What surrounds a command: streams, environment, clock, the person at the terminal and the doors
/// into the engine.
///
/// @param palette for plain lines; `TEXT` when standard output is no terminal
/// @param prompt absent when nobody can be asked
/// @param showsProgress standard error is a terminal
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Clock clock,
    Palette palette,
    Optional<Prompt> prompt,
    boolean showsProgress,
    Doors doors) {

  public Shell {
    environment = Map.copyOf(environment);
  }

  /// The process's own.
  public static Shell ofProcess() {
    Map<String, String> environment = System.getenv();
    Optional<Prompt> prompt = Prompt.ofTerminal();
    boolean terminal = prompt.isPresent();
    return new Shell(
        System.in,
        System.out,
        System.err,
        environment,
        Clock.system(ZoneId.systemDefault()),
        terminal ? Palette.fromEnvironment(environment) : Palette.TEXT,
        prompt,
        terminal,
        Doors.engine());
  }
}

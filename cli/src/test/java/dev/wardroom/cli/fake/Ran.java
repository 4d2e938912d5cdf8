package dev.wardroom.cli.fake;

import dev.wardroom.cli.commands.CommandTree;
import dev.wardroom.cli.commands.Prompt;
import dev.wardroom.cli.commands.Shell;
import dev.wardroom.cli.text.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One command line that was run: what it wrote, its exit code, and what it asked the engine for.
public record Ran(int code, List<String> out, List<String> err, List<String> calls) {

  /// Runs against a fresh stand-in, without a terminal.
  public static Ran of(String... arguments) {
    return with(new FakeDoors(), "", Optional.empty(), arguments);
  }

  public static Ran withInput(String input, String... arguments) {
    return with(new FakeDoors(), input, Optional.empty(), arguments);
  }

  public static Ran with(
      FakeDoors doors, String input, Optional<Prompt> prompt, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Clock.systemUTC(),
            Palette.TEXT,
            prompt,
            false,
            doors);
    int code = CommandTree.run(shell, arguments);
    return new Ran(code, lines(out), lines(err), List.copyOf(doors.session.talk.calls));
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

package dev.wardroom.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.cli.fake.FakeDoors;
import dev.wardroom.cli.text.Palette;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Keeps `docs/cli.md` true: its second half is generated from the commands. Run with
/// `-Dreference.write=true` to write it anew.
class ReferenceTest {
  private static final Path FILE = Path.of("../docs/cli.md");
  private static final String MARK = "<!-- Below this line: generated from the commands. -->\n";

  @Test
  void theReferenceSaysWhatTheCommandsDo() throws IOException {
    String text = Files.readString(FILE, StandardCharsets.UTF_8);
    int begin = text.indexOf(MARK) + MARK.length();
    assertThat(begin).isGreaterThan(MARK.length());
    String generated = reference();
    if (Boolean.getBoolean("reference.write")) {
      text = text.substring(0, begin) + generated;
      Files.writeString(FILE, text, StandardCharsets.UTF_8);
    }
    assertThat(text.substring(begin)).isEqualTo(generated);
  }

  /// Whoever adds a key to the JSON output writes it into the reference's first half.
  @Test
  void everyJsonKeyOfAMessageIsExplained() throws IOException {
    String text = Files.readString(FILE, StandardCharsets.UTF_8);
    String views =
        Files.readString(
            Path.of("src/main/java/dev/wardroom/cli/output/Views.java"), StandardCharsets.UTF_8);
    java.util.regex.Matcher keys =
        java.util.regex.Pattern.compile("(?:with\\w*|of)\\(\\s*\"(\\w+)\"").matcher(views);
    while (keys.find()) {
      assertThat(text).contains("`" + keys.group(1) + "`");
    }
  }

  private static String reference() {
    Shell shell =
        new Shell(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Map.of(),
            Clock.systemUTC(),
            Palette.TEXT,
            Optional.empty(),
            false,
            new FakeDoors());
    CommandLine root = CommandTree.of(shell);
    StringBuilder text = new StringBuilder();
    for (CommandTree.Group group : CommandTree.GROUPS) {
      text.append("\n## ").append(group.title()).append('\n');
      for (Class<?> type : group.commands()) {
        String name = type.getAnnotation(CommandLine.Command.class).name();
        command(text, Objects.requireNonNull(root.getSubcommands().get(name)).getCommandSpec());
      }
    }
    return text.toString();
  }

  private static void command(StringBuilder text, CommandSpec spec) {
    if (spec.subcommands().isEmpty()) {
      text.append("\n### ").append(spec.qualifiedName()).append("\n\n");
      for (String line : spec.usageMessage().description()) {
        text.append(line).append('\n');
      }
      arguments(text, spec);
    }
    spec.subcommands().values().forEach(inner -> command(text, inner.getCommandSpec()));
  }

  private static void arguments(StringBuilder text, CommandSpec spec) {
    StringBuilder rows = new StringBuilder();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      row(rows, parameter.paramLabel(), parameter);
    }
    for (OptionSpec option : spec.options()) {
      boolean common = option.order() >= 100;
      if (!common) {
        String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        row(rows, option.longestName() + label, option);
      }
    }
    if (!rows.isEmpty()) {
      text.append("\n| argument | meaning |\n| --- | --- |\n").append(rows);
    }
  }

  private static void row(StringBuilder rows, String label, ArgSpec argument) {
    String words =
        String.join(" ", argument.description())
            .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
            .replace("${COMPLETION-CANDIDATES}", "bash, zsh, fish");
    String required = argument.required() && argument.group() == null ? " (required)" : "";
    rows.append("| `").append(label).append("` | ").append(words).append(required).append(" |\n");
  }
}

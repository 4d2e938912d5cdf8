package dev.wardroom.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.cli.commands.CommandTree;
import dev.wardroom.cli.commands.Shell;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// Every `wardroom …` line in a shell block of the README and of docs/ is one that the command line
/// understands, and every `make …` is a target. The walk-through itself is run end to end by the
/// command line's own tests.
class DocumentedCommandsTest {
  private static final SourceTree TREE = SourceTree.read(SourceTree.projectRoot());
  private static final Set<String> OF_THE_SERVER = Set.of("server", "doctor", "admin");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  @Test
  void theCommandLineUnderstandsEveryDocumentedCommand() throws Exception {
    List<String> misunderstood = new ArrayList<>();
    int seen = 0;
    for (SourceFile page : pages()) {
      for (List<String> words : commands(page, "wardroom")) {
        seen++;
        if (words.size() > 1 && !OF_THE_SERVER.contains(words.get(1))) {
          String problem = problem(words.subList(1, words.size()));
          if (!problem.isEmpty()) {
            misunderstood.add(page.path() + ": " + String.join(" ", words) + ": " + problem);
          }
        }
      }
    }
    assertThat(misunderstood).isEmpty();
    assertThat(seen).as("commands found").isGreaterThan(15);
  }

  @Test
  void everyDocumentedMakeTargetIsThere() {
    String makefile = TREE.file("Makefile").orElseThrow().text();
    for (SourceFile page : pages()) {
      for (List<String> words : commands(page, "make")) {
        for (String word : words.subList(1, words.size())) {
          if (!word.contains("=")) {
            assertThat(makefile).as(page.path() + ": make " + word).contains("\n" + word + ":");
          }
        }
      }
    }
  }

  @Test
  void aWrongCommandIsNoticed() throws Exception {
    assertThat(problem(List.of("send", "--too", "bob", "Hello"))).contains("--too");
    assertThatThrownBy(() -> tree().parseArgs("sing"))
        .isInstanceOf(CommandLine.ParameterException.class);
  }

  private static List<SourceFile> pages() {
    return TREE.files(file ->
        file.path().equals("README.md")
            || (file.path().startsWith("docs/") && file.path().endsWith(".md")));
  }

  private static String problem(List<String> arguments) throws Exception {
    try {
      tree().parseArgs(arguments.toArray(String[]::new));
      return "";
    } catch (CommandLine.ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static CommandLine tree() throws Exception {
    Method of = CommandTree.class.getDeclaredMethod("of", Shell.class);
    of.setAccessible(true);
    return (CommandLine) of.invoke(null, Shell.ofProcess());
  }

  /// The commands of a page's `sh` blocks that begin with this program, as words.
  private static List<List<String>> commands(SourceFile page, String program) {
    List<List<String>> commands = new ArrayList<>();
    boolean inside = false;
    for (String line : page.lines()) {
      if (line.startsWith("```")) {
        inside = line.equals("```sh");
      } else if (inside) {
        String text = line.replaceAll("(^|\\s)#.*", "").strip();
        for (String part : text.split("&&|\\||;", -1)) {
          List<String> words = words(part.strip());
          if (!words.isEmpty() && words.getFirst().equals(program)) {
            commands.add(words);
          }
        }
      }
    }
    return commands;
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      for (int group = 1; group <= 3; group++) {
        if (word.group(group) != null) {
          words.add(word.group(group));
        }
      }
    }
    return words;
  }
}

package dev.wardroom.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/checks.md names code and tests: all of them exist, and every check has both kinds of test.
class ChecksDocumentTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]-\\d\\d) \\|.*");
  private static final Pattern PLACE = Pattern.compile("(\\w+)#(\\w+)");

  private static final Pattern TEST =
      Pattern.compile("@(Test|ParameterizedTest|Property|EngineTest)\\b");

  private static List<String> rows() throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("docs/checks.md"))) {
      return lines.filter(line -> ROW.matcher(line).matches()).toList();
    }
  }

  private static String source(String className) throws IOException {
    Stream<Path> rooms = Stream.of("protocol", "client", "server").map(room -> ROOT.resolve(room));
    try (Stream<Path> files = rooms.flatMap(ChecksDocumentTest::walk)) {
      Path file =
          files
              .filter(path -> path.endsWith(className + ".java"))
              .filter(path -> !path.toString().contains("target"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no class " + className));
      return Files.readString(file);
    }
  }

  private static Stream<Path> walk(Path room) {
    try (Stream<Path> files = Files.walk(room)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What stands between the method before and this one, when it is declared.
  private static boolean isTest(String source, String method) {
    Matcher declared = Pattern.compile("\\bvoid " + method + "\\(").matcher(source);
    if (!declared.find()) {
      return false;
    }
    String before = source.substring(0, declared.start());
    return TEST.matcher(before.substring(before.lastIndexOf("\n  }\n") + 1)).find();
  }

  @Test
  void everyNamedTestIsOne() throws IOException {
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/checks.md"))) {
      Matcher places = PLACE.matcher(line);
      while (places.find()) {
        boolean test = places.group(1).endsWith("Test") && !line.contains("ChecksDocumentTest");
        if (test) {
          named++;
        }
        if (test && !isTest(source(places.group(1)), places.group(2))) {
          missing.add(places.group());
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(200);
  }

  @Test
  void everyNamedPlaceExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String row : rows()) {
      Matcher places = PLACE.matcher(row);
      while (places.find()) {
        boolean declared =
            Pattern.compile("[\\w>\\]] " + places.group(2) + "\\(")
                .matcher(source(places.group(1)))
                .find();
        if (!declared) {
          missing.add(places.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyCheckHasItsOwnNumberCodeAndTwoKindsOfTest() throws IOException {
    Set<String> numbers = new HashSet<>();
    for (String row : rows()) {
      Matcher matcher = ROW.matcher(row);
      assertThat(matcher.matches()).isTrue();
      assertThat(numbers.add(matcher.group(1))).as(matcher.group(1)).isTrue();
      List<String> cells = List.of(row.split("\\|", -1));
      List<String> places = cells.stream().filter(cell -> PLACE.matcher(cell).find()).toList();
      assertThat(places).as(row).hasSize(3);
      assertThat(places.getFirst()).doesNotContain("Test#");
      assertThat(places.subList(1, 3)).allMatch(cell -> cell.contains("Test#"));
    }
    assertThat(numbers).hasSizeGreaterThan(60);
  }
}

package dev.wardroom.core.vectors.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.vectors.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OwnVectorsTest {
  @Test
  void everyCaseOfEveryFileGivesItsResult() {
    List<Tally> tallies = OwnVectors.run();

    assertThat(tallies).hasSameSizeAs(OwnVectors.files()).isNotEmpty();
    for (Tally tally : tallies) {
      assertThat(tally.failures()).as(tally.file()).isEmpty();
      assertThat(tally.passed()).as(tally.file()).isPositive();
    }
  }

  @Test
  void everythingInTheFolderIsRunAndNamesEachCaseOnce() throws IOException {
    try (Stream<Path> all = Files.list(OwnVectors.folder())) {
      assertThat(all.filter(file -> !OwnVectors.files().contains(file)).map(Path::getFileName))
          .containsExactly(Path.of("README.md"));
    }
    for (Path file : OwnVectors.files()) {
      assertThat(shape(file)).as(file.toString()).doesNotHaveDuplicates();
    }
  }

  /// Signatures differ in each run, and what follows from them; names, inputs' fields and errors do
  /// not.
  @Test
  void theGeneratorMakesTheseFilesAndNoOthers(@TempDir Path folder) throws Exception {
    VectorsGenerate.write(folder);

    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made.map(Path::getFileName))
          .containsExactlyInAnyOrderElementsOf(
              OwnVectors.files().stream().map(Path::getFileName).toList());
    }
    for (Path file : OwnVectors.files()) {
      assertThat(shape(folder.resolve(file.getFileName())))
          .as(file.toString())
          .isEqualTo(shape(file));
    }
  }

  private static List<String> shape(Path file) {
    List<String> shape = new ArrayList<>();
    for (JsonNode one : OwnVectors.cases(file)) {
      List<String> fields = new ArrayList<>();
      one.get("input").properties().forEach(field -> fields.add(field.getKey()));
      String end = one.has("error") ? one.get("error").asString() : "good";
      shape.add(one.get("operation").asString() + ": " + one.get("name").asString() + fields + end);
    }
    return shape;
  }

  @Test
  void everyOperationHasACaseAndMoreAreRefusedThanNot() {
    Set<String> used = new HashSet<>();
    int refused = 0;
    int good = 0;
    for (Path file : OwnVectors.files()) {
      for (JsonNode one : OwnVectors.cases(file)) {
        used.add(one.get("operation").asString());
        if (one.has("error")) {
          refused++;
        } else {
          good++;
        }
      }
    }

    assertThat(used).containsExactlyInAnyOrderElementsOf(Operations.names());
    assertThat(refused).isGreaterThan(good);
  }
}

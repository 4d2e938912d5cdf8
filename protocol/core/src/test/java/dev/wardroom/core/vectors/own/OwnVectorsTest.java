package dev.wardroom.core.vectors.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.vectors.Tally;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
  void everyOperationHasACaseAndMoreAreRefusedThanNot() {
    Set<String> used = new HashSet<>();
    int refused = 0;
    int good = 0;
    for (java.nio.file.Path file : OwnVectors.files()) {
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

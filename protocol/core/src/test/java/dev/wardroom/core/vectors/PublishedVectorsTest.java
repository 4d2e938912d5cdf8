package dev.wardroom.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PublishedVectorsTest {
  /// The published files have this many cases in all (Wycheproof, testvectors_v1).
  private static final int WYCHEPROOF_CASES = 4236;

  @Test
  void everyPublishedCaseGivesThePublishedResult() {
    Optional<Path> folder = TestData.folder();
    if (folder.isEmpty()) {
      System.out.println(TestData.ABSENT);
    }
    Assumptions.assumeTrue(folder.isPresent(), TestData.ABSENT);

    List<Tally> tallies = PublishedVectors.run(folder.orElseThrow());

    for (Tally tally : tallies) {
      assertThat(tally.failures()).as(tally.suite() + " " + tally.file()).isEmpty();
      assertThat(tally.passed() + tally.skips().size()).isPositive();
    }
    int distinct =
        tallies.stream()
            .filter(tally -> !tally.suite().startsWith("RFC"))
            .collect(java.util.stream.Collectors.toMap(Tally::file, Tally::cases, Math::max))
            .values()
            .stream()
            .mapToInt(Integer::intValue)
            .sum();
    assertThat(distinct).isEqualTo(WYCHEPROOF_CASES);
  }
}

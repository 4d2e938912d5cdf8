package dev.wardroom.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FuzzReplayTest {
  private static final int MUTATIONS = 1_000;

  @Test
  void everySeedHoldsAndSomeSeedOfEachTargetParses() throws IOException {
    for (Target target : Targets.all()) {
      long parsed = target.seeds().stream().filter(target::holds).count();

      assertThat(parsed).as(target.name()).isPositive();
    }
  }

  @Test
  void changedSeedsPrintTheSameBytesOrAreRefused() throws IOException {
    for (Target target : Targets.all()) {
      Mutator mutator = new Mutator(new SplittableRandom(1));
      int refused = 0;
      for (int i = 0; i < MUTATIONS; i++) {
        if (!target.holds(mutator.mutated(target.seeds()))) {
          refused++;
        }
      }

      assertThat(refused).as(target.name()).isPositive();
    }
  }
}

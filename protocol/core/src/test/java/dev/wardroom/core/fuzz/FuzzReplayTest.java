package dev.wardroom.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The corpus in the ordinary build, without the fuzzer: every seed, and seeds changed at random
/// from a fixed start.
class FuzzReplayTest {
  private static final int MUTATIONS = 1_000;

  private static final int SLOW_MUTATIONS = 100;

  @Test
  void everySeedHoldsAndSomeSeedOfEachTargetParses() {
    for (Target target : Targets.list()) {
      long parsed = target.seeds().stream().filter(target::holds).count();

      assertThat(parsed).as(target.name()).isPositive();
    }
  }

  @Test
  void changedSeedsPrintTheSameBytesOrAreRefused() {
    for (Target target : Targets.list()) {
      Mutator mutator = new Mutator(new SplittableRandom(1));
      int refused = 0;
      for (int i = 0; i < (target.slow() ? SLOW_MUTATIONS : MUTATIONS); i++) {
        if (!target.holds(mutator.mutated(target.seeds()))) {
          refused++;
        }
      }

      assertThat(refused).as(target.name()).isPositive();
    }
  }
}

package dev.wardroom.core.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/// `make fuzz`: every target for `FUZZ_SECONDS` (60), then a table. Ends with an error, the input
/// in hexadecimal, at the first property that does not hold. `FUZZ_SEED` repeats a run.
public final class FuzzMain {
  private static final String ROW = "%-20s %8s %12s %12s%n";

  private FuzzMain() {}

  public static void main(String[] arguments) throws IOException {
    long seconds = Long.parseLong(System.getenv().getOrDefault("FUZZ_SECONDS", "60"));
    String given = System.getenv("FUZZ_SEED");
    long seed = given == null ? System.nanoTime() : Long.parseLong(given);
    System.out.println("seed " + seed + ", " + seconds + " s each");
    System.out.printf(ROW, "target", "seeds", "executions", "parsed");
    for (Target target : Targets.all()) {
      run(target, seed, Duration.ofSeconds(seconds).toNanos());
    }
  }

  private static void run(Target target, long seed, long nanos) {
    Mutator mutator = new Mutator(new SplittableRandom(seed));
    long parsed = 0;
    long executions = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      if (target.holds(mutator.mutated(target.seeds()))) {
        parsed++;
      }
      executions++;
    }
    System.out.printf(ROW, target.name(), target.seeds().size(), executions, parsed);
  }
}

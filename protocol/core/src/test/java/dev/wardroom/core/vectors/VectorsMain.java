package dev.wardroom.core.vectors;

import dev.wardroom.core.vectors.own.OwnVectors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `make vectors`: runs our own vectors and the published ones and prints a table. Exit code 1 when
/// a case fails.
public final class VectorsMain {
  private static final String ROW = "%-22s %-46s %6s %7s %7s %8s%n";

  private VectorsMain() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Optional<Path> folder = TestData.folder();
    List<Tally> tallies = new ArrayList<>(OwnVectors.run());
    if (folder.isPresent()) {
      tallies.addAll(PublishedVectors.run(folder.get()));
    } else {
      out.println(TestData.ABSENT);
    }
    System.exit(print(tallies, out) ? 0 : 1);
  }

  /// Whether every case passed or was skipped.
  private static boolean print(List<Tally> tallies, PrintStream out) {
    out.printf(ROW, "suite", "file", "cases", "passed", "failed", "skipped");
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (Tally tally : tallies) {
      out.printf(
          ROW,
          tally.suite(),
          tally.file(),
          tally.cases(),
          tally.passed(),
          tally.failures().size(),
          tally.skips().size());
      passed += tally.passed();
      failed += tally.failures().size();
      skipped += tally.skips().size();
    }
    out.printf(ROW, "all", "", passed + failed + skipped, passed, failed, skipped);
    printReasons(tallies, out);
    return failed == 0;
  }

  private static void printReasons(List<Tally> tallies, PrintStream out) {
    for (Tally tally : tallies) {
      tally.failures().forEach(text -> out.println("FAILED " + tally.file() + ": " + text));
      tally.skips().stream()
          .map(text -> text.replaceAll(", case.*", ""))
          .distinct()
          .forEach(text -> out.println("skipped in " + tally.file() + ": " + text));
    }
  }
}

package dev.wardroom.core.vectors;

import java.util.ArrayList;
import java.util.List;

/// What became of one file's cases. Mutable, one thread.
public final class Tally {
  private final String suite;
  private final String file;
  private final List<String> failures = new ArrayList<>();
  private final List<String> skips = new ArrayList<>();
  private int passed;

  public Tally(String suite, String file) {
    this.suite = suite;
    this.file = file;
  }

  /// One case: passed, or failed with what was expected.
  public void check(boolean good, String failure) {
    if (good) {
      passed++;
    } else {
      failures.add(failure);
    }
  }

  /// A case for parameters that the protocol does not have.
  public void skip(String why) {
    skips.add(why);
  }

  public String suite() {
    return suite;
  }

  public String file() {
    return file;
  }

  public int cases() {
    return passed + failures.size() + skips.size();
  }

  public int passed() {
    return passed;
  }

  public List<String> failures() {
    return List.copyOf(failures);
  }

  public List<String> skips() {
    return List.copyOf(skips);
  }
}

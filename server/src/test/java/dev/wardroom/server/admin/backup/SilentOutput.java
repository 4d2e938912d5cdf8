package dev.wardroom.server.admin.backup;

import dev.wardroom.server.kernel.admin.AdminOutput;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Remembers which kinds of progress reached their end.
final class SilentOutput implements AdminOutput {
  private final Set<String> ended = new TreeSet<>();

  Set<String> ended() {
    return ended;
  }

  @Override
  public void line(String text, Map<String, ?> json) {}

  @Override
  public void progress(String what, long done, long total) {
    if (done == total) {
      ended.add(what);
    }
  }
}

package dev.wardroom.cli.output;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people type them: `10s`, `5m`, `1h`, `7d`, `2w`, and sums such as `1h30m`.
public final class Durations {
  private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}[smhdw])+");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})([smhdw])");
  private static final long SECONDS_MAX = Integer.MAX_VALUE;

  private Durations() {}

  /// Reads a duration, or nothing when the text is none. `off`, `none` and `0` are zero.
  public static Optional<Duration> parse(String text) {
    String plain = text.strip().toLowerCase(java.util.Locale.ROOT);
    if (plain.equals("off") || plain.equals("none") || plain.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (!WHOLE.matcher(plain).matches()) {
      return Optional.empty();
    }
    long seconds = 0;
    Matcher parts = PART.matcher(plain);
    while (parts.find()) {
      seconds += Long.parseLong(parts.group(1)) * unitSeconds(parts.group(2).charAt(0));
    }
    return seconds > SECONDS_MAX ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  /// The two largest units at most: `45s`, `5m`, `1h 30m`, `7d`. Zero is `off`.
  public static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds <= 0) {
      return "off";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return two(seconds, 60, "m", 1, "s");
    }
    if (seconds < 86_400) {
      return two(seconds, 3_600, "h", 60, "m");
    }
    return two(seconds, 86_400, "d", 3_600, "h");
  }

  /// The largest unit only, rounded up, for countdowns: `59s`, `5m`, `2h`, `3d`.
  public static String remaining(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return Math.ceilDiv(seconds, 60) + "m";
    }
    if (seconds < 86_400) {
      return Math.ceilDiv(seconds, 3_600) + "h";
    }
    return Math.ceilDiv(seconds, 86_400) + "d";
  }

  private static String two(long seconds, long big, String bigUnit, long small, String smallUnit) {
    long rest = seconds % big / small;
    return seconds / big + bigUnit + (rest == 0 ? "" : " " + rest + smallUnit);
  }

  private static long unitSeconds(char unit) {
    return switch (unit) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3_600;
      case 'd' -> 86_400;
      case 'w' -> 604_800;
      default -> throw new IllegalArgumentException("no such unit: " + unit);
    };
  }
}

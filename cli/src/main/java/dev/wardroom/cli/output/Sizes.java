package dev.wardroom.cli.output;

import java.util.Locale;

/// Sizes of files as people read them, in powers of 1,024.
public final class Sizes {
  private static final String[] UNITS = {"KB", "MB", "GB", "TB"};

  private Sizes() {}

  /// `812 bytes`, `1.4 KB`, `23 MB`.
  public static String words(long bytes) {
    if (bytes < 1_024) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    double size = bytes;
    int unit = -1;
    while (size >= 1_023.5 && unit < UNITS.length - 1) {
      size /= 1_024;
      unit++;
    }
    return String.format(Locale.ROOT, size < 9.95 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
  }
}

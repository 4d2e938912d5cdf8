package dev.wardroom.cli.chat;

import java.nio.file.Path;

/// Paths as people type them.
public final class Paths {
  private Paths() {}

  /// Absolute; `~` is the home of the person.
  public static Path of(String typed) {
    String path = typed.strip();
    boolean home = path.equals("~") || path.startsWith("~/");
    String whole = home ? System.getProperty("user.home") + path.substring(1) : path;
    return Path.of(whole).toAbsolutePath().normalize();
  }
}

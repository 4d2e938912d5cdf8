package dev.wardroom.tidy;

import java.util.List;

/// A text file of the project.
///
/// @param path from the project's root, with `/`
public record SourceFile(String path, String text) {
  /// The file's name without its folders.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The folder that holds the file, without a closing `/`; empty for the root.
  public String folder() {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  public List<String> lines() {
    return text.lines().toList();
  }

  /// Whether this is production code in Java.
  public boolean isMainJava() {
    return path.endsWith(".java") && path.contains("/src/main/java/");
  }

  /// This place, for a violation. Lines count from 1.
  public String at(long line) {
    return path + ":" + line;
  }
}

package dev.wardroom.server.networks.quotas;

import java.util.List;

/// What a quota is of.
public enum Kept {
  /// Waiting messages and entries.
  MAILBOX(1, "mailbox", List.of(80, 100)),
  /// Ciphertext of files.
  FILES(2, "files", List.of(80, 100)),
  /// What waits for a network's data retention.
  ARCHIVE(3, "archive", List.of(50, 80, 100));

  private final int code;
  private final String word;
  private final List<Integer> marks;

  Kept(int code, String word, List<Integer> marks) {
    this.code = code;
    this.word = word;
    this.marks = marks;
  }

  int code() {
    return code;
  }

  /// As commands and metrics call it.
  public String word() {
    return word;
  }

  /// Per cent of the quota at which somebody is told, rising.
  public List<Integer> marks() {
    return marks;
  }
}

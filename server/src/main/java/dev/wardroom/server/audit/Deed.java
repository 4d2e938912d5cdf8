package dev.wardroom.server.audit;

import dev.wardroom.wire.id.UserId;

/// What somebody did, before it has a place in the chain. The fields are those of [AuditEntry].
public record Deed(String actor, String action, String subject, String details) {
  private static final String LOCAL = "local";

  /// By whoever may write into the data folder: the administrator at the machine.
  public static Deed local(String action, String subject, String details) {
    return new Deed(LOCAL, action, subject, details);
  }

  public static Deed by(UserId user, String action, String subject, String details) {
    return new Deed(user.toString(), action, subject, details);
  }
}

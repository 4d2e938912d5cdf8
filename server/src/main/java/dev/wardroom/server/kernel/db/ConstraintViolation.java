package dev.wardroom.server.kernel.db;

/// A unique, foreign-key or check constraint said no. A store that expects it catches it and
/// answers with a value; anywhere else it is a bug. The transaction is over when it is thrown on
/// PostgreSQL, so prefer `on conflict do nothing`.
public final class ConstraintViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConstraintViolation(Throwable cause) {
    super("a constraint was violated", cause);
  }
}

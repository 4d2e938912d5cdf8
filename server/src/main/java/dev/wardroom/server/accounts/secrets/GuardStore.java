package dev.wardroom.server.accounts.secrets;

import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import java.util.Optional;

/// SQL of the counts of failures.
final class GuardStore {
  /// @param failures attempts that were begun and did not succeed
  record Guard(long failures, long failedAt, long lockedUntil) {}

  private static final Sql LOCK_ROW =
      Sql.of(
          """
          select failures, failed_at, locked_until from sign_in_guard
          where subject = :subject for update
          """);
  private static final Sql PUT =
      Sql.of(
          """
          insert into sign_in_guard (subject, failures, failed_at, locked_until)
          values (:subject, :failures, :failed_at, :locked_until)
          on conflict (subject) do update set failures = excluded.failures,
            failed_at = excluded.failed_at, locked_until = excluded.locked_until
          """);
  private static final Sql FIRST =
      Sql.of(
          """
          insert into sign_in_guard (subject, failures, failed_at, locked_until)
          values (:subject, 0, 0, 0) on conflict (subject) do nothing
          """);
  private static final Sql CLEAR = Sql.of("delete from sign_in_guard where subject = :subject");
  private static final Sql SWEEP =
      Sql.of(
          """
          delete from sign_in_guard where subject in (
            select g.subject from sign_in_guard g
            where g.failed_at < :before and g.locked_until < :now
            order by g.failed_at limit :limit)
          """);

  private GuardStore() {}

  static Guard lock(Tx tx, byte[] subject) {
    tx.with(FIRST).set("subject", subject).update();
    Optional<Guard> found =
        tx.with(LOCK_ROW)
            .set("subject", subject)
            .find(row -> new Guard(row.number(1), row.number(2), row.number(3)));
    return found.orElse(new Guard(0, 0, 0));
  }

  static void put(Tx tx, byte[] subject, Guard guard) {
    tx.with(PUT)
        .set("subject", subject)
        .set("failures", guard.failures())
        .set("failed_at", guard.failedAt())
        .set("locked_until", guard.lockedUntil())
        .updateOne();
  }

  static void clear(Tx tx, byte[] subject) {
    tx.with(CLEAR).set("subject", subject).update();
  }

  static int sweep(Tx tx, long failedBefore, long now) {
    return tx.with(SWEEP)
        .set("before", failedBefore)
        .set("now", now)
        .set("limit", AccountLimits.SWEEP_MAX)
        .update();
  }
}

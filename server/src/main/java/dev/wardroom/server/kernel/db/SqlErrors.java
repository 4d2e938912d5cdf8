package dev.wardroom.server.kernel.db;

import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.TemporaryFailure;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/// Tells apart what a driver throws.
public final class SqlErrors {
  private static final int SQLITE_BUSY = 5;
  private static final int SQLITE_LOCKED = 6;
  private static final int SQLITE_READONLY = 8;
  private static final int SQLITE_INTERRUPT = 9;
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_FULL = 13;
  private static final String POSTGRES_DISK_FULL = "53100";
  private static final int SQLITE_CANTOPEN = 14;
  private static final int SQLITE_CONSTRAINT = 19;

  private SqlErrors() {}

  /// The transaction lost a race with another and is run again.
  public static final class RunAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunAgain(@Nullable Throwable cause) {
      super("serialisation failure", cause, false, false);
    }
  }

  /// The commit itself failed. Whether it took effect is unknown, so nothing is run again.
  public static final class CommitFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommitFailed(Throwable cause) {
      super("commit failed", cause, false, false);
    }

    public TemporaryFailure forCaller() {
      boolean noRoom =
          getCause() instanceof SQLException failure
              && translated(failure) instanceof TemporaryFailure meaning
              && meaning.isNoRoom();
      return noRoom
          ? TemporaryFailure.noRoom(getCause())
          : new TemporaryFailure("the commit failed", getCause());
    }
  }

  static RuntimeException ofCommit(SQLException failure) {
    RuntimeException meaning = translated(failure);
    return meaning instanceof RunAgain || meaning instanceof ConstraintViolation
        ? meaning
        : new CommitFailed(failure);
  }

  /// What a driver's exception means to us.
  public static RuntimeException translated(SQLException failure) {
    if (failure instanceof SQLiteException sqlite) {
      return ofSqlite(sqlite);
    }
    if (failure instanceof BatchUpdateException
        && failure.getCause() instanceof SQLiteException inner) {
      return ofSqlite(inner);
    }
    if (failure instanceof SQLTransientConnectionException) {
      return new TemporaryFailure("no database connection in time", failure);
    }
    String state = failure.getSQLState();
    return state == null ? new TemporaryFailure("database", failure) : ofState(state, failure);
  }

  /// The same for what work threw: only Jdbi's wrapping is undone, all else passes.
  public static RuntimeException translated(RuntimeException thrown) {
    if (thrown instanceof JdbiException wrapped
        && wrapped.getCause() instanceof SQLException inner) {
      return translated(inner);
    }
    return thrown;
  }

  private static RuntimeException ofSqlite(SQLiteException failure) {
    return switch (failure.getResultCode().code & 0xff) {
      case SQLITE_BUSY, SQLITE_LOCKED -> new RunAgain(failure);
      case SQLITE_CONSTRAINT -> new ConstraintViolation(failure);
      case SQLITE_FULL -> TemporaryFailure.noRoom(failure);
      case SQLITE_READONLY, SQLITE_INTERRUPT, SQLITE_IOERR, SQLITE_CANTOPEN ->
          new TemporaryFailure("the database file cannot be used", failure);
      default -> new Bug("SQL failed", failure);
    };
  }

  private static RuntimeException ofState(String state, SQLException failure) {
    if (state.equals("40001") || state.equals("40P01")) {
      return new RunAgain(failure);
    }
    if (state.equals(POSTGRES_DISK_FULL)) {
      return TemporaryFailure.noRoom(failure);
    }
    return switch (state.substring(0, 2)) {
      case "23" -> new ConstraintViolation(failure);
      case "08", "53", "57", "58" -> new TemporaryFailure("the database is away", failure);
      case "25" -> new TemporaryFailure("the database takes no writes", failure);
      default -> new Bug("SQL failed, state " + state, failure);
    };
  }
}

package dev.wardroom.server.kernel.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transaction under way. Store methods take it first, so that they cannot run outside one.
///
/// It belongs to the thread that runs the work and is dead when the work returns.
public final class Tx {
  private static final Logger LOG = LoggerFactory.getLogger(Tx.class);

  private final Session session;
  private @Nullable List<Runnable> afterCommit;
  private @Nullable List<Runnable> afterRollback;

  public Tx(Session session) {
    this.session = session;
  }

  /// Starts one use of a statement.
  public Query with(Sql sql) {
    try {
      return new Query(sql, session.prepared(sql));
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  /// Keeps a change for the commit: it runs there in one batch with the same statement of all
  /// others in the group, which on PostgreSQL saves a round trip for each. Statements run in the
  /// order in which they were first kept. Nothing in the transaction sees the change before.
  ///
  /// ```java
  /// tx.later(INSERT_SHARD, shard -> shard.set("conversation", id).set("slots", packed));
  /// ```
  public void later(Sql sql, UnaryOperator<Query> parameters) {
    try {
      parameters.apply(new Query(sql, session.batch(sql))).addToBatch();
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  /// As [#later], for a change that must touch exactly one row. If it does not, what the work
  /// believed (from a cache) was not so: the group rolls back and each work runs again alone.
  public void laterOne(Sql sql, UnaryOperator<Query> parameters) {
    try {
      parameters.apply(new Query(sql, session.exactBatch(sql))).addToBatch();
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  /// The comfortable way for statements that are not hot. The handle ends with the transaction.
  public Handle jdbi() {
    return session.handle();
  }

  /// Runs once the data is durable, on the committing thread, before the caller goes on. Quick: it
  /// hands work on and never touches the database.
  public void afterCommit(Runnable news) {
    if (afterCommit == null) {
      afterCommit = new ArrayList<>(2);
    }
    afterCommit.add(news);
  }

  /// Runs when what this work did is undone: on a failure, and before it runs a second time. For
  /// caches that were written through.
  public void afterRollback(Runnable undo) {
    if (afterRollback == null) {
      afterRollback = new ArrayList<>(2);
    }
    afterRollback.add(undo);
  }

  public void committed() {
    runAll(afterCommit);
  }

  public void rolledBack() {
    runAll(afterRollback);
  }

  private static void runAll(@Nullable List<Runnable> hooks) {
    if (hooks == null) {
      return;
    }
    for (Runnable hook : hooks) {
      try {
        hook.run();
      } catch (RuntimeException failure) {
        LOG.error("a hook failed after the transaction ended", failure);
      }
    }
  }
}

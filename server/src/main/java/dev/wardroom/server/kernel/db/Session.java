package dev.wardroom.server.kernel.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// One open connection with its prepared statements and the batch that waits for the commit. Used
/// by one thread at a time.
public final class Session implements AutoCloseable {
  /// Statements kept prepared on one connection; all constants of the server are fewer.
  private static final int STATEMENTS_MAX = 512;

  public final Connection connection;
  final Dialect dialect;
  private final Map<Sql, PreparedStatement> prepared = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Sql, PreparedStatement> deferred = new LinkedHashMap<>();
  private final Map<Sql, PreparedStatement> batches = new LinkedHashMap<>();
  private final Set<Sql> exact = new HashSet<>();
  private @Nullable Handle handle;

  public Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  PreparedStatement prepared(Sql sql) throws SQLException {
    PreparedStatement ready = prepared.get(sql);
    if (ready == null) {
      ready = connection.prepareStatement(sql.text(dialect));
      prepared.put(sql, ready);
      closeEldest();
    }
    return ready;
  }

  /// As `batch`; the commit fails unless each change touches exactly one row.
  PreparedStatement exactBatch(Sql sql) throws SQLException {
    exact.add(sql);
    return batch(sql);
  }

  /// A statement of its own for batches: a batch that waits must not meet an immediate use.
  PreparedStatement batch(Sql sql) throws SQLException {
    PreparedStatement ready = deferred.get(sql);
    if (ready == null) {
      ready = connection.prepareStatement(sql.text(dialect));
      deferred.put(sql, ready);
    }
    batches.put(sql, ready);
    return ready;
  }

  /// Jdbi on this connection, opened at first use. It never closes the connection, which outlives
  /// it.
  Handle handle() {
    if (handle == null) {
      Jdbi jdbi = Jdbi.create(new Borrowed(connection));
      jdbi.getConfig(SqlStatements.class)
          .setTemplateEngine((template, context) -> dialect.rewritten(template));
      handle = jdbi.open();
    }
    return handle;
  }

  private record Borrowed(Connection connection) implements ConnectionFactory {
    @Override
    public Connection openConnection() {
      return connection;
    }

    @Override
    public void closeConnection(Connection unused) {
      // The session closes it.
    }
  }

  /// Runs what was kept for the commit. Its failures mean what those of any statement mean: a lost
  /// race is run again, also when it shows only here.
  public void flush() {
    try {
      for (Map.Entry<Sql, PreparedStatement> batch : batches.entrySet()) {
        int[] touched = batch.getValue().executeBatch();
        if (exact.contains(batch.getKey())) {
          requireOneEach(touched);
        }
      }
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
    batches.clear();
  }

  /// Commits; a failure that leaves open whether it took effect is a [SqlErrors.CommitFailed].
  public void commit() {
    try {
      connection.commit();
    } catch (SQLException failure) {
      throw SqlErrors.ofCommit(failure);
    }
  }

  private static void requireOneEach(int[] touched) {
    for (int rows : touched) {
      if (rows != 1) {
        throw new SqlErrors.RunAgain(null);
      }
    }
  }

  public void rollback() throws SQLException {
    for (PreparedStatement batch : batches.values()) {
      batch.clearBatch();
    }
    batches.clear();
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    for (PreparedStatement statement : deferred.values()) {
      statement.close();
    }
    prepared.clear();
    deferred.clear();
    connection.close();
  }

  private void closeEldest() throws SQLException {
    if (prepared.size() > STATEMENTS_MAX) {
      Map.Entry<Sql, PreparedStatement> eldest = prepared.entrySet().iterator().next();
      prepared.remove(eldest.getKey());
      eldest.getValue().close();
    }
  }
}

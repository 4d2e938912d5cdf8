package dev.wardroom.client.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An open transaction. Store methods take it first, so that they cannot run outside of one.
///
/// Belongs to the store's thread; must not leave the function that it is given to.
public final class Tx {

  /// Prepared statements kept per connection; more different texts than this is a fault of ours.
  private static final int STATEMENTS_MAX = 512;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements;
  private final List<Runnable> afterCommit = new ArrayList<>();

  private Tx(Connection connection, Map<String, PreparedStatement> statements) {
    this.connection = connection;
    this.statements = statements;
  }

  static Tx over(Connection connection, Map<String, PreparedStatement> statements) {
    return new Tx(connection, statements);
  }

  static Map<String, PreparedStatement> statementCache() {
    return new LinkedHashMap<>();
  }

  /// Runs once the transaction is durable, on the caller's thread; not at all when it fails.
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  List<Runnable> afterCommitActions() {
    return List.copyOf(afterCommit);
  }

  /// @return rows changed
  public int update(String sql, @Nullable Object... arguments) {
    try {
      return bind(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw new StoreFailure("cannot write: " + e.getMessage(), e);
    }
  }

  /// An update that must change exactly one row.
  public void updateOne(String sql, @Nullable Object... arguments) {
    int changed = update(sql, arguments);
    if (changed != 1) {
      throw new StoreFailure("expected to change one row, changed " + changed);
    }
  }

  public <T> List<T> list(String sql, Function<Row, T> mapper, @Nullable Object... arguments) {
    try (ResultSet result = bind(sql, arguments).executeQuery()) {
      List<T> rows = new ArrayList<>();
      Row row = new Row(result);
      while (result.next()) {
        rows.add(mapper.apply(row));
      }
      return rows;
    } catch (SQLException e) {
      throw new StoreFailure("cannot read: " + e.getMessage(), e);
    }
  }

  /// The first row, if any.
  public <T> Optional<T> first(String sql, Function<Row, T> mapper, @Nullable Object... arguments) {
    List<T> rows = list(sql, mapper, arguments);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /// The one number that a statement answers with, for example a count; 0 when there is no row.
  public long number(String sql, @Nullable Object... arguments) {
    return first(sql, row -> row.number("n"), arguments).orElse(0L);
  }

  private PreparedStatement bind(String sql, @Nullable Object[] arguments) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      if (statements.size() >= STATEMENTS_MAX) {
        throw new StoreFailure("more than " + STATEMENTS_MAX + " different statements");
      }
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, plain(arguments[i]));
    }
    return statement;
  }

  private static @Nullable Object plain(@Nullable Object argument) {
    return argument instanceof Boolean flag ? (flag ? 1 : 0) : argument;
  }
}

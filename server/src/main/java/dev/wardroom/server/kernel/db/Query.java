package dev.wardroom.server.kernel.db;

import dev.wardroom.server.kernel.Check;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One use of a statement: set every parameter, then end with `update`, `find`, `one`, `list`,
/// `each` or `defer`.
///
/// The prepared statement behind it is shared by all uses in the transaction: a reader passed to
/// `each` must not run the same statement.
public final class Query {
  private final Sql sql;
  private final PreparedStatement statement;

  Query(Sql sql, PreparedStatement statement) {
    this.sql = sql;
    this.statement = statement;
  }

  public Query set(String name, long value) {
    return bind(name, position -> statement.setLong(position, value));
  }

  /// A flag, stored as 0 or 1.
  public Query set(String name, boolean value) {
    return set(name, value ? 1L : 0L);
  }

  public Query set(String name, byte @Nullable [] value) {
    return bind(
        name,
        position -> {
          if (value == null) {
            statement.setNull(position, Types.VARBINARY);
          } else {
            statement.setBytes(position, value);
          }
        });
  }

  public Query set(String name, @Nullable String value) {
    return bind(
        name,
        position -> {
          if (value == null) {
            statement.setNull(position, Types.VARCHAR);
          } else {
            statement.setString(position, value);
          }
        });
  }

  /// No number.
  public Query setNoNumber(String name) {
    return bind(name, position -> statement.setNull(position, Types.BIGINT));
  }

  /// Runs a change; says how many rows it touched.
  public int update() {
    try {
      return statement.executeUpdate();
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  /// Runs a change that must touch exactly one row.
  public void updateOne() {
    int touched = update();
    Check.that(touched == 1, "a change that must touch one row touched another number");
  }

  /// The only row, or empty; more than one is a bug.
  public <T> Optional<T> find(RowReader<T> reader) {
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        return Optional.empty();
      }
      T found = reader.read(new Row(rows));
      Check.that(!rows.next(), "more than one row where one was meant");
      return Optional.of(found);
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  /// The only row, which must be there.
  public <T> T one(RowReader<T> reader) {
    Optional<T> found = find(reader);
    Check.that(found.isPresent(), "no row where one must be");
    return found.orElseThrow();
  }

  /// All rows; the statement bounds them by its `limit`.
  public <T> List<T> list(RowReader<T> reader) {
    List<T> all = new ArrayList<>();
    each(row -> all.add(reader.read(row)));
    return all;
  }

  /// Gives each row to a consumer, without keeping them.
  public void each(Consumer<Row> consumer) {
    try (ResultSet rows = statement.executeQuery()) {
      Row row = new Row(rows);
      while (rows.next()) {
        consumer.accept(row);
      }
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  /// Keeps this change for the commit, where it runs in one batch with the same statement of the
  /// others in the group. Only for queries made by [Tx#later]. Reads in the transaction do not see
  /// it.
  void addToBatch() {
    try {
      statement.addBatch();
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  private Query bind(String name, Binding binding) {
    String[] names = sql.names();
    boolean bound = false;
    try {
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(name)) {
          binding.at(i + 1);
          bound = true;
        }
      }
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
    Check.that(bound, "an SQL text lacks a parameter that is set");
    return this;
  }

  private interface Binding {
    void at(int position) throws SQLException;
  }
}

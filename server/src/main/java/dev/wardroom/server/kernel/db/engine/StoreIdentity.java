package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.StoreProblem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Who the store is and which releases can work with it: the one row of table `store`.
///
/// @param incarnation 16 random bytes, drawn when the store was made and by each restore
/// @param schemaVersion the newest migration that ran on it
/// @param compatibleWith the oldest release, by its newest migration, that can still work with it
public record StoreIdentity(byte[] incarnation, int schemaVersion, int compatibleWith) {
  static final int INCARNATION_BYTES = 16;

  /// The oldest release, by its newest migration, that works with tables as this release leaves
  /// them. Raised by the release that drops or renames something.
  static final int COMPATIBLE_WITH = 1;

  /// Reads the row before migrations run; empty for a new store. Refuses a store of a newer release
  /// that this one cannot work with.
  static Optional<StoreIdentity> check(DataSource source, Dialect dialect) {
    try (Connection connection = source.getConnection()) {
      if (!exists(connection)) {
        return Optional.empty();
      }
      Optional<StoreIdentity> found = read(connection);
      int ours = Migrations.newest(dialect);
      if (found.isPresent() && found.get().compatibleWith > ours) {
        throw new StoreProblem(
            "This store was used by a newer release (schema "
                + found.get().schemaVersion
                + ", needs at least "
                + found.get().compatibleWith
                + "; this release knows "
                + ours
                + "). Start that release or a newer one.");
      }
      return found;
    } catch (SQLException failure) {
      throw new StoreProblem("The database cannot be reached: " + failure.getMessage(), failure);
    }
  }

  /// Writes the row after migrations ran and answers it.
  static StoreIdentity establish(
      DataSource source, Dialect dialect, RandomSource random, Clock clock) {
    int ours = Migrations.newest(dialect);
    try (Connection connection = source.getConnection()) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              insert into store (one, incarnation, schema_version, compatible_with, created_at)
              values (1, ?, ?, ?, ?)
              on conflict (one) do update
                set schema_version =
                      case when store.schema_version > excluded.schema_version
                           then store.schema_version else excluded.schema_version end,
                    compatible_with =
                      case when store.compatible_with > excluded.compatible_with
                           then store.compatible_with else excluded.compatible_with end\
              """)) {
        insert.setBytes(1, random.bytes(INCARNATION_BYTES));
        insert.setLong(2, ours);
        insert.setLong(3, COMPATIBLE_WITH);
        insert.setLong(4, clock.millis());
        insert.executeUpdate();
      }
      return read(connection).orElseThrow();
    } catch (SQLException failure) {
      throw new StoreProblem("The store's identity cannot be written.", failure);
    }
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, schemaOf(connection), "store", null)) {
      return tables.next();
    }
  }

  private static @Nullable String schemaOf(Connection connection) throws SQLException {
    return connection.getSchema();
  }

  private static Optional<StoreIdentity> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select incarnation, schema_version, compatible_with from store where one = 1")) {
      return rows.next()
          ? Optional.of(new StoreIdentity(rows.getBytes(1), rows.getInt(2), rows.getInt(3)))
          : Optional.empty();
    }
  }
}

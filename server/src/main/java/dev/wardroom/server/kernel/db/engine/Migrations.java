package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.StoreProblem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the tables to the newest form. Forward only and additive: the release before can go on
/// working beside.
final class Migrations {
  static final String FOLDER = "db/migration";

  private Migrations() {}

  static void run(DataSource source, Dialect dialect) {
    run(source, dialect, _ -> true);
  }

  /// Runs only some, for a restore that fills the tables in the form that the backup has.
  static void run(DataSource source, Dialect dialect, IntPredicate wanted) {
    MigrationFiles files = MigrationFiles.onClasspath(FOLDER, dialect).only(wanted);
    Flyway flyway =
        Flyway.configure()
            .dataSource(source)
            .resourceProvider(files)
            .locations("classpath:" + FOLDER)
            .placeholders(dialect.placeholders())
            .table("schema_migration")
            .outOfOrder(true)
            // Those of a newer release: the store's identity says whether this one can work with
            // them.
            .ignoreMigrationPatterns("*:missing", "*:future")
            .communityDBSupportEnabled(false)
            .loggers("slf4j")
            .load();
    try {
      flyway.migrate();
    } catch (FlywayException failure) {
      throw new StoreProblem(
          "The database could not be brought to this release's form: " + failure.getMessage(),
          failure);
    }
  }

  /// Whether a store that has been used before needs none: every start would pay half a second for
  /// hearing that from Flyway.
  static boolean areDone(DataSource source, Dialect dialect) throws SQLException {
    Set<Integer> missing = new TreeSet<>(MigrationFiles.onClasspath(FOLDER, dialect).numbers());
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select version from schema_migration where version is not null and success")) {
      while (rows.next()) {
        missing.remove(Integer.valueOf(rows.getString(1)));
      }
      return missing.isEmpty();
    }
  }

  /// The number of the newest migration that this release knows.
  static int newest(Dialect dialect) {
    return MigrationFiles.onClasspath(FOLDER, dialect).newest();
  }
}

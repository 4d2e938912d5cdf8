package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.Check;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.StoreProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/// Connections of their own for backup and restore, beside the lanes: they last as long as it
/// takes.
///
/// @param url empty for the embedded store in the folder
public record BulkAccess(String url, Path folder) {

  /// A read-only transaction that sees one moment of all tables. On SQLite the log is not cut short
  /// while it lasts; on PostgreSQL dead rows are kept.
  public Connection snapshot() throws SQLException {
    Connection connection = source().getConnection();
    try {
      if (dialect() == Dialect.POSTGRES) {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      }
      connection.setAutoCommit(false);
      try (Statement first = connection.createStatement();
          ResultSet rows = first.executeQuery("select schema_version from store")) {
        Check.that(rows.next(), "a store has an identity");
      }
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  /// Whether nothing was ever stored there.
  public boolean isVacant() {
    try {
      if (dialect() == Dialect.SQLITE && Files.notExists(sqliteFile())) {
        return true;
      }
      try (Connection connection = source().getConnection();
          ResultSet tables =
              connection
                  .getMetaData()
                  .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
        return !tables.next();
      }
    } catch (SQLException failure) {
      throw new StoreProblem("The store cannot be reached: " + failure.getMessage(), failure);
    }
  }

  /// Makes the tables in the form that exactly these migrations give, and opens a transaction to
  /// fill them.
  public Connection emptyStore(Set<Integer> migrations) throws SQLException {
    try {
      if (dialect() == Dialect.SQLITE) {
        SqliteFile.create(sqliteFile());
      }
    } catch (IOException failure) {
      throw new StoreProblem("The database file cannot be made: " + failure.getMessage(), failure);
    }
    Migrations.run(source(), dialect(), migrations::contains);
    Connection connection = source().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /// The migrations that this release knows.
  public Set<Integer> knownMigrations() {
    return new TreeSet<>(MigrationFiles.onClasspath(Migrations.FOLDER, dialect()).numbers());
  }

  public Dialect dialect() {
    return url.isEmpty() ? Dialect.SQLITE : Dialect.POSTGRES;
  }

  private Path sqliteFile() {
    return folder.resolve(Databases.SQLITE_FILE);
  }

  private DataSource source() {
    return url.isEmpty()
        ? SqliteFile.source(sqliteFile())
        : PostgresSettings.source(PostgresUrl.parse(url));
  }
}

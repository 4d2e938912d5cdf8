package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.StoreProblem;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/// Opens a store: settings checked, tables brought to the newest form, identity read.
public final class Databases {
  private Databases() {}

  /// What opening needs besides the place.
  ///
  /// @param queueMax most pieces of work that wait for the store before new ones are refused
  public record Parts(Clock clock, RandomSource random, MeterRegistry metrics, int queueMax) {}

  /// Opens or makes the embedded store. Throws [StoreProblem] when it cannot be used.
  public static Database sqlite(Path file, Parts parts) {
    try {
      SqliteFile.create(file);
      SqliteFile.open(file).close();
      DataSource source = SqliteFile.source(file);
      StoreIdentity identity = prepare(source, Dialect.SQLITE, parts);
      return new SqliteDatabase(file, parts.queueMax(), identity.incarnation(), parts.metrics());
    } catch (SQLException | IOException failure) {
      throw new StoreProblem(
          "The database file " + file + " cannot be opened: " + failure.getMessage(), failure);
    }
  }

  /// Opens a PostgreSQL store.
  ///
  /// @param url `postgresql://user:password@host:port/name`
  public static Database postgres(String url, Parts parts) {
    PostgresUrl place = PostgresUrl.parse(url);
    DataSource source = PostgresSettings.source(place);
    try {
      StoreIdentity identity = prepare(source, Dialect.POSTGRES, parts);
      return new PostgresDatabase(
          source, parts.queueMax(), identity.incarnation(), parts.metrics());
    } catch (SQLException failure) {
      throw new StoreProblem(
          "PostgreSQL at " + place + " cannot be used: " + failure.getMessage(), failure);
    }
  }

  /// Opens by address: a `postgresql://` one, or the embedded store in the folder when it is empty.
  public static Database open(String url, Path folder, Parts parts) {
    return url.isEmpty() ? sqlite(folder.resolve(SQLITE_FILE), parts) : postgres(url, parts);
  }

  /// The embedded store's file in the data folder.
  public static final String SQLITE_FILE = "wardroom.db";

  private static StoreIdentity prepare(DataSource source, Dialect dialect, Parts parts)
      throws SQLException {
    Optional<StoreIdentity> used = StoreIdentity.check(source, dialect);
    if (used.isEmpty() || !Migrations.areDone(source, dialect)) {
      Migrations.run(source, dialect);
    }
    return StoreIdentity.establish(source, dialect, parts.random(), parts.clock());
  }
}

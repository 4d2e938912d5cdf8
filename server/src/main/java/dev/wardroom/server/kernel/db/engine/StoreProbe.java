package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.StoreProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// Looks at a store without changing it, for the doctor.
public final class StoreProbe {
  private StoreProbe() {}

  /// Answers what was found, as a sentence; throws [StoreProblem] when the server could not use it.
  ///
  /// @param url as in `database.url`, empty for the embedded store
  public static String look(String url, Path folder) {
    try {
      return url.isEmpty() ? sqlite(folder.resolve(Databases.SQLITE_FILE)) : postgres(url);
    } catch (SQLException failure) {
      throw new StoreProblem("The database cannot be reached: " + failure.getMessage(), failure);
    }
  }

  private static String sqlite(Path file) throws SQLException {
    if (Files.notExists(file)) {
      return "There is no store yet; the first start makes it";
    }
    SqliteFile.open(file).close();
    return "SQLite at " + file + described(SqliteFile.source(file), Dialect.SQLITE);
  }

  private static String postgres(String url) throws SQLException {
    PostgresUrl place = PostgresUrl.parse(url);
    DataSource source = PostgresSettings.source(place);
    PostgresSettings.check(source);
    return "PostgreSQL at " + place + described(source, Dialect.POSTGRES);
  }

  private static String described(DataSource source, Dialect dialect) {
    Optional<StoreIdentity> found = StoreIdentity.check(source, dialect);
    return found
        .map(identity -> ", schema " + identity.schemaVersion() + ", durable settings hold")
        .orElse(", still empty, durable settings hold");
  }
}

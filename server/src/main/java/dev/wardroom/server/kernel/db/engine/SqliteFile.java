package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.db.StoreProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/// Opens the file with the settings that durability rests on, and reads them back.
///
/// - `journal_mode=wal`, `synchronous=full`: a commit returns after its fdatasync.
/// - `page_size`, `auto_vacuum=incremental`: fixed when the file is made, so that expiry can give
///   space back in steps.
/// - `secure_delete=on`: deleted ciphertext is overwritten.
/// - `foreign_keys=on`: as PostgreSQL does it.
final class SqliteFile {
  static final int PAGE_BYTES = 4096;
  private static final int CACHE_KIB = 16 * 1024;
  private static final int BUSY_MILLIS = 10_000;

  /// Pages in the log that make the writer copy them into the file: 16 MiB, so that a busy minute
  /// does it seldom and a restart still reads it in an instant.
  private static final int CHECKPOINT_PAGES = 4096;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private record Setting(String pragma, String wanted, String meaning) {}

  private static final List<Setting> MUST_HOLD =
      List.of(
          new Setting("journal_mode", "wal", "write-ahead log"),
          new Setting("synchronous", "2", "wait for the disk at each commit"),
          new Setting("auto_vacuum", "2", "incremental vacuum"),
          new Setting("secure_delete", "1", "overwrite deleted rows"),
          new Setting("foreign_keys", "1", "foreign keys"));

  private SqliteFile() {}

  static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setPragma(Pragma.PAGE_SIZE, Integer.toString(PAGE_BYTES));
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setPragma(Pragma.SECURE_DELETE, "true");
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KIB);
    config.setPragma(Pragma.TEMP_STORE, "memory");
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url(file));
    return source;
  }

  /// Makes the file when there is none: page size and vacuum mode can only be chosen before the
  /// first page is written, which switching to the log does.
  static void create(Path file) throws SQLException, IOException {
    if (Files.exists(file) && Files.size(file) > 0) {
      return;
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setPragma(Pragma.PAGE_SIZE, Integer.toString(PAGE_BYTES));
    try (Connection connection = config.createConnection(url(file));
        Statement statement = connection.createStatement()) {
      statement.execute("pragma auto_vacuum=incremental");
      statement.execute("pragma journal_mode=wal");
    }
    Files.setPosixFilePermissions(file, OWNER_ONLY);
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath();
  }

  /// Opens a connection; refuses one whose settings did not take.
  static Connection open(Path file) throws SQLException {
    Connection connection = source(file).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma wal_autocheckpoint=" + CHECKPOINT_PAGES);
      for (Setting setting : MUST_HOLD) {
        check(statement, setting);
      }
      return connection;
    } catch (SQLException | StoreProblem wrong) {
      connection.close();
      throw wrong;
    }
  }

  private static void check(Statement statement, Setting setting) throws SQLException {
    try (ResultSet rows = statement.executeQuery("pragma " + setting.pragma)) {
      String found = rows.next() ? rows.getString(1) : "nothing";
      if (!setting.wanted.equalsIgnoreCase(found)) {
        throw new StoreProblem(
            "The database file has "
                + setting.pragma
                + "="
                + found
                + " where "
                + setting.wanted
                + " is needed ("
                + setting.meaning
                + "). Restore it from a backup made by this server.");
      }
    }
  }
}

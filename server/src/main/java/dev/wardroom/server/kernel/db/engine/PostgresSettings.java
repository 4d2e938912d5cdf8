package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.db.StoreProblem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// How the server connects to PostgreSQL, and the settings it refuses to live without.
final class PostgresSettings {
  private static final int CONNECT_SECONDS = 5;
  private static final int SOCKET_SECONDS = 60;

  private record Setting(String name, Set<String> good, String meaning) {}

  private static final List<Setting> MUST_HOLD =
      List.of(
          new Setting(
              "synchronous_commit",
              Set.of("on", "local", "remote_write", "remote_apply"),
              "a commit waits for the disk"),
          new Setting("fsync", Set.of("on"), "the disk is waited for at all"),
          new Setting("full_page_writes", Set.of("on"), "a torn page can be mended"),
          new Setting("server_encoding", Set.of("UTF8"), "texts are UTF-8"));

  private PostgresSettings() {}

  /// @param url `postgresql://user:password@host:port/name`, with or without `jdbc:` before it
  static PGSimpleDataSource source(PostgresUrl url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url.jdbc());
    url.user().ifPresent(source::setUser);
    url.password().ifPresent(source::setPassword);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(SOCKET_SECONDS);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    source.setApplicationName("wardroom");
    // The detail of an error quotes the row, and errors are logged.
    source.setLogServerErrorDetail(false);
    return source;
  }

  static void check(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (Setting setting : MUST_HOLD) {
        check(statement, setting);
      }
    }
  }

  private static void check(Statement statement, Setting setting) throws SQLException {
    try (ResultSet rows = statement.executeQuery("show " + setting.name)) {
      String found = rows.next() ? rows.getString(1) : "nothing";
      if (!setting.good.contains(found)) {
        throw new StoreProblem(
            "PostgreSQL has "
                + setting.name
                + "="
                + found
                + ", but "
                + setting.meaning
                + " only with "
                + String.join(" or ", setting.good.stream().sorted().toList())
                + ". Change it in postgresql.conf.");
      }
    }
  }
}

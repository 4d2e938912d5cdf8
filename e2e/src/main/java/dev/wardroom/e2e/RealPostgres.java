package dev.wardroom.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL of its own, with the settings of a real one.
public final class RealPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;

  private RealPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  public static RealPostgres start() throws IOException {
    return start(EmbeddedPostgres.builder());
  }

  /// With its files in this folder, for whoever looks into them.
  public static RealPostgres startIn(Path folder) throws IOException {
    return start(EmbeddedPostgres.builder().setDataDirectory(folder));
  }

  private static RealPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
    return new RealPostgres(
        builder
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "100")
            .start());
  }

  /// An empty database, as `database.url` wants it.
  public String create(String name) {
    administer("create database " + name + " encoding 'UTF8' template template0");
    return "postgresql://postgres:postgres@localhost:%d/%s".formatted(server.getPort(), name);
  }

  /// Where it listens on the loopback address.
  public int port() {
    return server.getPort();
  }

  public void administer(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// All processes of this PostgreSQL.
  public List<Long> processes() {
    ProcessHandle postmaster = postmaster();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  private ProcessHandle postmaster() {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
      if (!rows.next()) {
        throw new IllegalStateException("a backend without a process");
      }
      return ProcessHandle.of(rows.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException | IllegalStateException slow) {
      // What was measured must not be lost because a busy machine stops slowly.
      System.err.println("PostgreSQL did not stop in time: " + slow.getMessage());
    }
  }
}

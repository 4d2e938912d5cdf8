package dev.wardroom.server.kernel.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// The one PostgreSQL of a test JVM, a real server with durability on. It ends with the JVM.
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  private static final class Holder {
    private static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
      } catch (IOException failure) {
        throw new IllegalStateException("PostgreSQL does not start", failure);
      }
    }

    private static void stop(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException failure) {
        System.err.println("PostgreSQL did not stop: " + failure.getMessage());
      }
    }
  }

  /// Makes an empty database; answers its address in the form of `database.url`.
  public static String freshDatabase() {
    String name = "wardroom_" + DATABASES.incrementAndGet();
    administer("create database " + name + " encoding 'UTF8' template template0");
    return "postgresql://postgres:postgres@localhost:" + Holder.SERVER.getPort() + "/" + name;
  }

  /// Runs one statement as the administrator, for tests that change settings.
  public static void administer(String sql) {
    try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}

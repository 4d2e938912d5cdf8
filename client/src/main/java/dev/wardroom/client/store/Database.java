package dev.wardroom.client.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sqlite.JDBC;

/// The SQLite file of a home folder. Thread-safe: every transaction runs on one platform thread,
/// since a SQLite call would hold the carrier of a virtual thread.
public final class Database implements AutoCloseable {

  /// Schema versions this program can read; a newer file is refused.
  private static final List<String> MIGRATIONS =
      List.of("V1__store.sql", "V2__restores_and_own_state.sql", "V3__receiving.sql");

  private final ExecutorService thread;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = Tx.statementCache();
  private volatile Thread owner = Thread.currentThread();

  private Database(ExecutorService thread, Connection connection) {
    this.thread = thread;
    this.connection = connection;
  }

  /// Opens or makes the file, and brings its schema up to date.
  ///
  /// @throws StoreFailure when it cannot be opened, is damaged, or was written by a newer program
  public static Database open(Path file) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("wardroom-store").factory());
    try {
      Database database = new Database(thread, connect(file));
      database.thread.submit(() -> database.owner = Thread.currentThread()).get();
      database.run(() -> {
        database.settings();
        database.migrate();
        return true;
      });
      return database;
    } catch (SQLException | ExecutionException e) {
      thread.shutdown();
      throw new StoreFailure("cannot open the store: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      thread.shutdown();
      Thread.currentThread().interrupt();
      throw new StoreFailure("interrupted", e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Properties properties = new Properties();
    Connection made = JDBC.createConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties);
    if (made == null) {
      throw new SQLException("not a SQLite address: " + file);
    }
    return made;
  }

  private void settings() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma auto_vacuum=incremental");
      statement.execute("pragma journal_mode=wal");
      statement.execute("pragma synchronous=full");
      statement.execute("pragma secure_delete=on");
      statement.execute("pragma foreign_keys=on");
      statement.execute("pragma temp_store=memory");
      require(statement, "pragma journal_mode", "wal");
      require(statement, "pragma synchronous", "2");
      require(statement, "pragma secure_delete", "1");
    }
    connection.setAutoCommit(false);
  }

  private static void require(Statement statement, String pragma, String expected)
      throws SQLException {
    try (ResultSet result = statement.executeQuery(pragma)) {
      if (!result.next() || !expected.equals(result.getString(1))) {
        throw new StoreFailure(pragma + " is not " + expected + ": the store would not be safe");
      }
    }
  }

  private void migrate() throws SQLException, IOException {
    int version = userVersion();
    if (version > MIGRATIONS.size()) {
      throw new StoreFailure("this home was written by a newer wardroom: upgrade this program");
    }
    for (int next = version; next < MIGRATIONS.size(); next++) {
      try (Statement statement = connection.createStatement()) {
        for (String sql : script(MIGRATIONS.get(next)).split(";\n")) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        statement.execute("pragma user_version=" + (next + 1));
      }
      connection.commit();
    }
  }

  private int userVersion() throws SQLException {
    int version;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("pragma user_version")) {
      version = result.next() ? result.getInt(1) : 0;
    }
    connection.commit();
    return version;
  }

  private static String script(String name) throws IOException {
    try (InputStream in = Database.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new StoreFailure("missing in this program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Runs the work in a transaction and answers once it is durable.
  public <T> T tx(Function<Tx, T> work) {
    if (Thread.currentThread() == owner) {
      throw new StoreFailure("a transaction inside a transaction");
    }
    Tx tx = Tx.over(connection, statements);
    T outcome =
        run(() -> {
          boolean done = false;
          try {
            T value = work.apply(tx);
            connection.commit();
            done = true;
            return value;
          } finally {
            if (!done) {
              connection.rollback();
            }
          }
        });
    tx.afterCommitActions().forEach(Runnable::run);
    return outcome;
  }

  /// A transaction without a result.
  public void write(Consumer<Tx> work) {
    tx(tx -> {
      work.accept(tx);
      return true;
    });
  }

  /// Removes what was deleted from the write-ahead log too. Costs a few disk writes: once per
  /// batch, not per row.
  public void forgetDeleted() {
    run(() -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma wal_checkpoint(truncate)");
      }
      connection.commit();
      return true;
    });
  }

  private <T> T run(Step<T> step) {
    Future<T> future;
    try {
      future = thread.submit(step::run);
    } catch (RejectedExecutionException e) {
      throw new StoreFailure("the store is closed", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          // The step runs to its end whatever we do: leaving now would not tell whether it was
          // committed.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw rethrown(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new StoreFailure("the store failed: " + cause, e);
  }

  /// Waits for the running transaction, truncates the write-ahead log and closes the file.
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    try {
      forgetDeleted();
    } finally {
      run(() -> {
        for (PreparedStatement statement : statements.values()) {
          statement.close();
        }
        connection.close();
        return true;
      });
      thread.shutdown();
    }
  }

  private interface Step<T> {
    T run() throws SQLException, IOException;
  }
}

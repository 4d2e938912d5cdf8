package dev.wardroom.server.kernel.db.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.wardroom.server.kernel.RequestContext;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.Session;
import dev.wardroom.server.kernel.db.SqlErrors;
import dev.wardroom.server.kernel.db.TxWork;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/// The store past one machine. Transactions use pooled connections on the caller's thread; groups
/// run on a few lanes of their own, and a key always meets the same lane.
final class PostgresDatabase implements Database {
  /// Group-commit connections: while one waits for the disk the others fill.
  private static final int LANES = 4;

  private static final int WRITE_CONNECTIONS = 8;
  private static final int READ_CONNECTIONS = 8;
  private static final long CONNECTION_WAIT_MILLIS = 10_000;
  private static final int ATTEMPTS_MAX = 8;
  private static final long BACKOFF_NANOS = 2_000_000;

  private final HikariDataSource writePool;
  private final HikariDataSource readPool;
  private final List<BlockingQueue<Task<?>>> queues = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final byte[] incarnation;

  PostgresDatabase(DataSource source, int queueMax, byte[] incarnation, MeterRegistry metrics)
      throws SQLException {
    this.incarnation = incarnation.clone();
    PostgresSettings.check(source);
    this.writePool = pool("write", source, WRITE_CONNECTIONS, false, metrics);
    this.readPool = pool("read", source, READ_CONNECTIONS, true, metrics);
    DistributionSummary groups = metrics.summary("wardroom.db.commit.tasks");
    for (int i = 0; i < LANES; i++) {
      BlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(Math.max(1, queueMax / LANES));
      Gauge.builder("wardroom.db.queue", queue, BlockingQueue::size)
          .tag("kind", "lane-" + i)
          .register(metrics);
      queues.add(queue);
      lanes.add(new Lane("db-lane-" + i, queue, () -> open(source), true, groups::record));
    }
    for (Lane lane : lanes) {
      lane.start();
    }
  }

  @Override
  public <T> T tx(TxWork<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(writePool, work, true);
      } catch (SqlErrors.RunAgain lostRace) {
        if (attempt == ATTEMPTS_MAX) {
          throw new TemporaryFailure("too many races for the same rows", lostRace);
        }
        LockSupport.parkNanos(BACKOFF_NANOS << attempt);
      }
    }
  }

  @Override
  public <T> T read(TxWork<T> work) {
    return once(readPool, work, false);
  }

  @Override
  public <T> T grouped(byte[] key, TxWork<T> work) {
    Task<T> task = new Task<>(key, work);
    int spread = (Arrays.hashCode(key) * 0x9E3779B9) >>> 16;
    RequestContext.inTurn(() -> Lane.submit(queues.get(spread % LANES), task));
    return task.await(RequestContext.nanosLeft());
  }

  @Override
  public <T> T crossing(byte[] key, TxWork<T> work) {
    return tx(work);
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRES;
  }

  @Override
  public byte[] incarnation() {
    return incarnation.clone();
  }

  @Override
  public void close() {
    lanes.forEach(Lane::stop);
    lanes.forEach(Lane::close);
    writePool.close();
    readPool.close();
  }

  private static <T> T once(HikariDataSource pool, TxWork<T> work, boolean keep) {
    Task<T> task = new Task<>(null, work);
    try (Connection connection = pool.getConnection();
        Session session = new Session(connection, Dialect.POSTGRES)) {
      try {
        task.run(session);
        finish(session, keep);
      } catch (SqlErrors.CommitFailed unknown) {
        undo(session, task);
        throw unknown.forCaller();
      } catch (RuntimeException | SQLException failed) {
        undo(session, task);
        throw failed;
      }
    } catch (SQLException failed) {
      throw SqlErrors.translated(failed);
    }
    task.complete();
    return task.await(0);
  }

  private static void finish(Session session, boolean keep) throws SQLException {
    if (keep) {
      session.flush();
      session.commit();
    } else {
      session.rollback();
    }
  }

  private static void undo(Session session, Task<?> task) throws SQLException {
    task.rolledBack();
    if (!session.connection.isClosed()) {
      session.rollback();
    }
  }

  private static Session open(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return new Session(connection, Dialect.POSTGRES);
  }

  private static HikariDataSource pool(
      String name, DataSource source, int size, boolean readOnly, MeterRegistry metrics) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
    config.setReadOnly(readOnly);
    if (readOnly) {
      // A read is one snapshot on SQLite; it is on this engine too.
      config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    }
    config.setMetricRegistry(metrics);
    return new HikariDataSource(config);
  }
}

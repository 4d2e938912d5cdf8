package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.RequestContext;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.Session;
import dev.wardroom.server.kernel.db.TxWork;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The embedded store: one file, one writer thread, a few reader threads.
final class SqliteDatabase implements Database {
  /// Reader threads: a read is short, and two cores are the common machine.
  private static final int READERS = 3;

  private final BlockingQueue<Task<?>> writes;
  private final BlockingQueue<Task<?>> reads;
  private final List<Lane> lanes = new ArrayList<>();
  private final byte[] incarnation;

  SqliteDatabase(Path file, int queueMax, byte[] incarnation, MeterRegistry metrics)
      throws SQLException {
    this.incarnation = incarnation.clone();
    this.writes = new ArrayBlockingQueue<>(queueMax);
    this.reads = new ArrayBlockingQueue<>(queueMax);
    DistributionSummary groups = metrics.summary("wardroom.db.commit.tasks");
    Gauge.builder("wardroom.db.queue", writes, BlockingQueue::size)
        .tag("kind", "write")
        .register(metrics);
    Gauge.builder("wardroom.db.queue", reads, BlockingQueue::size)
        .tag("kind", "read")
        .register(metrics);
    lanes.add(new Lane("db-writer", writes, () -> open(file), true, groups::record));
    for (int i = 0; i < READERS; i++) {
      lanes.add(new Lane("db-reader-" + i, reads, () -> open(file), false, _ -> {}));
    }
    for (Lane lane : lanes) {
      lane.start();
    }
  }

  @Override
  public <T> T tx(TxWork<T> work) {
    return run(writes, new Task<>(null, work));
  }

  @Override
  public <T> T read(TxWork<T> work) {
    return run(reads, new Task<>(null, work));
  }

  @Override
  public <T> T grouped(byte[] key, TxWork<T> work) {
    Task<T> task = new Task<>(key, work);
    RequestContext.inTurn(() -> Lane.submit(writes, task));
    return task.await(RequestContext.nanosLeft());
  }

  @Override
  public <T> T crossing(byte[] key, TxWork<T> work) {
    return grouped(key, work);
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public byte[] incarnation() {
    return incarnation.clone();
  }

  @Override
  public void close() {
    lanes.forEach(Lane::stop);
    // Readers first: the last connection to close checkpoints the log into the file.
    lanes.reversed().forEach(Lane::close);
  }

  private static <T> T run(BlockingQueue<Task<?>> queue, Task<T> task) {
    Lane.submit(queue, task);
    return task.await(RequestContext.nanosLeft());
  }

  private static Session open(Path file) throws SQLException {
    Connection connection = SqliteFile.open(file);
    connection.setAutoCommit(false);
    return new Session(connection, Dialect.SQLITE);
  }
}

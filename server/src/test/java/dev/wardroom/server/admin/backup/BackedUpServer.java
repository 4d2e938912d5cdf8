package dev.wardroom.server.admin.backup;

import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.audit.AuditEntry;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.files.FilesRoom;
import dev.wardroom.server.files.blobs.BlobBytes;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.UploadState;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.RateLimiter;
import dev.wardroom.server.kernel.Workers;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigLoader;
import dev.wardroom.server.kernel.config.Limits;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.TestPostgres;
import dev.wardroom.server.kernel.db.engine.BulkAccess;
import dev.wardroom.server.kernel.db.engine.Databases;
import dev.wardroom.server.networks.quotas.Quotas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A store and a files folder with something in them, as a running server has them.
final class BackedUpServer implements AutoCloseable {
  private static final int QUEUE_MAX = 1024;

  private final Kernel kernel;
  private final BulkAccess access;
  private final FilesRoom files;
  private volatile boolean stopped;

  private BackedUpServer(Kernel kernel, BulkAccess access) {
    this.kernel = kernel;
    this.access = access;
    this.files =
        FilesRoom.wire(
            kernel,
            new Routes(),
            new Quotas(kernel, new Audit(kernel.clock())),
            (tx, device, conversation) -> false);
  }

  static String freshUrl(Dialect engine) {
    return engine == Dialect.POSTGRES ? TestPostgres.freshDatabase() : "";
  }

  static BackedUpServer open(Dialect engine, Path data) {
    return open(freshUrl(engine), data);
  }

  static BackedUpServer open(String url, Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Clock clock = Clock.systemUTC();
    RandomSource random = RandomSource.secure();
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Database db = Databases.open(url, data, new Databases.Parts(clock, random, metrics, QUEUE_MAX));
    Config config =
        new ConfigLoader(List.of()).load("", Map.of(), Map.of("data", data.toString())).config();
    Kernel kernel =
        new Kernel(
            config,
            Limits.defaults(),
            clock,
            random,
            db,
            new Events(),
            new Workers(db, clock, random),
            new RateLimiter(clock, QUEUE_MAX),
            metrics);
    return new BackedUpServer(kernel, new BulkAccess(url, data));
  }

  void backup(Path target, AdminOutput output) {
    new Backup(
            new Backup.Source(access, files.blobs(), files.holds(), kernel.clock()), target, output)
        .take();
  }

  /// The command as an administrator calls it.
  void backupByCommand(Path target, AdminOutput output) {
    AdminCommands commands = new AdminCommands();
    BackupCommand.register(kernel, files, commands);
    commands
        .find("backup")
        .orElseThrow()
        .action()
        .run(new AdminArguments(List.of("--out", target.toString())), output);
  }

  List<String> audited() {
    return kernel
        .db()
        .read(tx ->
            new Audit(kernel.clock())
                .page(tx, Audit.INSTALLATION, 1, Audit.PAGE_MAX).stream()
                    .map(AuditEntry::action)
                    .toList());
  }

  void execute(String sql, Object... values) {
    kernel.db().run(tx -> tx.jdbi().execute(sql, values));
  }

  long number(String sql) {
    return kernel.db().read(tx -> tx.jdbi().createQuery(sql).mapTo(Long.class).one());
  }

  Optional<String> owner() {
    return files.blobs().owner();
  }

  byte[] incarnation() {
    return kernel.db().incarnation();
  }

  /// Two rows in two tables that only make sense together.
  void addPair(long number) {
    kernel
        .db()
        .run(tx -> {
          tx.jdbi()
              .execute(
                  "insert into file_usage (network, owner_user, files, bytes) values (?, ?, ?, 0)",
                  new byte[16],
                  id(number),
                  number);
          tx.jdbi()
              .execute(
                  "insert into file_garbage (network, id) values (?, ?)", new byte[16], id(number));
        });
  }

  void addPairsUntilStopped(long first) {
    for (long number = first; !stopped; number++) {
      addPair(number);
    }
  }

  void stopPairs() {
    stopped = true;
  }

  void awaitPairs(int count) {
    while (pairs().size() < count) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  List<Long> pairs() {
    return kernel
        .db()
        .read(tx ->
            tx.jdbi()
                .createQuery("select files from file_usage order by files")
                .mapTo(Long.class)
                .list());
  }

  List<Long> otherHalves() {
    return kernel
        .db()
        .read(tx ->
            tx
                .jdbi()
                .createQuery("select id from file_garbage order by id")
                .mapTo(byte[].class)
                .list()
                .stream()
                .map(id -> ((id[14] & 0xffL) << 8) | (id[15] & 0xff))
                .toList());
  }

  void addFile(int number, byte[] bytes) {
    BlobName name = BlobName.of(new byte[16], id(number));
    UploadState begun = files.blobs().begin(name);
    UploadState end =
        files
            .blobs()
            .append(name, begun, new ByteArrayInputStream(bytes), bytes.length, _ -> {})
            .state();
    files.blobs().complete(name, end);
    kernel
        .db()
        .run(tx ->
            tx.jdbi()
                .execute(
                    """
                    insert into file (network, id, owner_user, owner_device, size, received,
                                      complete, keep_millis, expires_at)
                    values (?, ?, ?, ?, ?, ?, 1, 1, 1)\
                    """,
                    new byte[16],
                    id(number),
                    new byte[16],
                    new byte[16],
                    bytes.length,
                    bytes.length));
  }

  Optional<byte[]> file(int number) {
    BlobName name = BlobName.of(new byte[16], id(number));
    return files
        .blobs()
        .size(name)
        .flatMap(size -> files.blobs().open(name, 0, size))
        .map(BackedUpServer::read);
  }

  private static byte[] read(BlobBytes bytes) {
    try {
      return switch (bytes) {
        case BlobBytes.InFile in ->
            Arrays.copyOfRange(
                Files.readAllBytes(in.path()), (int) in.from(), (int) (in.from() + in.length()));
        case BlobBytes.InStream in -> in.stream().readAllBytes();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Long> counts() {
    try (BackupStore store = BackupStore.snapshot(access)) {
      return store.tables();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] id(long number) {
    byte[] id = new byte[16];
    id[14] = (byte) (number >> 8);
    id[15] = (byte) number;
    return id;
  }

  @Override
  public void close() {
    files.close();
    kernel.db().close();
  }
}

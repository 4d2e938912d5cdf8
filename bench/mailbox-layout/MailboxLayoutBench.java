import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;

/// Compares ways to lay out a mailbox before the real one is written (docs/adr/0002).
///
/// Three layouts take the same messages in commits of 64, over a store in which a million
/// deliveries wait already:
/// - `rows`: the body once, a row of 51 bytes for each recipient device, deleted when read;
/// - `shards`: the body once, the exchanges in rows of up to 32 device slots, a cursor per device;
/// - `inline`: as `shards`, but the first 32 slots lie in the message's own row.
///
/// and each with or without `sent`, a row per message that remembers it for repeats, and with item
/// rows kept in insertion order (`rowid`) or inside the primary key (`clustered`).
///
/// Usage: `java -cp sqlite-jdbc.jar:slf4j-api.jar MailboxLayoutBench.java sqlite|JDBC_URL [SETUP …]`,
/// where a setup is for example `INLINE:3:rowid:true`.
public final class MailboxLayoutBench {
  private static final int COMMIT_MESSAGES = 64;
  private static final int SHARD_SLOTS = 32;
  private static final int EXCHANGE_BYTES = 51;
  private static final int BODY_BYTES = 1600;
  private static final long WAITING_DELIVERIES = 1_000_000;
  private static final int FILL_COMMIT_MESSAGES = 2_000;

  private final Connection connection;
  private final boolean sqlite;
  private final Setup setup;
  private final int conversations;
  private final byte[] body = new byte[BODY_BYTES];
  private final byte[] exchanges = new byte[EXCHANGE_BYTES * SHARD_SLOTS];

  private MailboxLayoutBench(Connection connection, boolean sqlite, Setup setup) {
    this.connection = connection;
    this.sqlite = sqlite;
    this.setup = setup;
    this.conversations = setup.devices > 100 ? 20 : 2_000;
    SecureRandom random = new SecureRandom();
    random.nextBytes(body);
    random.nextBytes(exchanges);
  }

  public static void main(String[] arguments) throws Exception {
    String url = arguments.length > 0 ? arguments[0] : "sqlite";
    System.out.println("layout   devices      table  sent  messages/s  deliveries/s  bytes/message  reads/s  clear ms");
    for (int devices : new int[] {3, 499}) {
      for (Layout layout : Layout.values()) {
        for (boolean clustered : new boolean[] {false, true}) {
          for (boolean sent : new boolean[] {true, false}) {
            Setup setup = new Setup(layout, devices, clustered, sent);
            if (arguments.length < 2 || Arrays.asList(arguments).contains(setup.name())) {
              run(url, setup);
            }
          }
        }
      }
    }
  }

  private static void run(String url, Setup setup) throws SQLException, IOException {
    boolean sqlite = url.equals("sqlite");
    if (!sqlite && setup.clustered) {
      return;
    }
    Path folder = Files.createTempDirectory(Path.of("."), "layout-");
    String target = sqlite ? "jdbc:sqlite:" + folder.resolve("bench.db") : url;
    try (Connection connection = DriverManager.getConnection(target)) {
      MailboxLayoutBench bench = new MailboxLayoutBench(connection, sqlite, setup);
      bench.create();
      bench.measure();
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private void create() throws SQLException {
    String bytes = sqlite ? "blob" : "bytea";
    String end = sqlite ? ") without rowid" : ")";
    String wide = sqlite && setup.clustered ? ") without rowid" : ")";
    try (Statement statement = connection.createStatement()) {
      if (sqlite) {
        for (String pragma :
            new String[] {
              "page_size=4096",
              "auto_vacuum=incremental",
              "journal_mode=wal",
              "synchronous=full",
              "secure_delete=on",
              "wal_autocheckpoint=4096",
              "cache_size=-65536"
            }) {
          statement.execute("pragma " + pragma);
        }
      }
      for (String table : new String[] {"head", "sent", "item", "delivery", "shard", "reader"}) {
        statement.execute("drop table if exists " + table);
      }
      statement.execute("create table head(c " + bytes + " primary key, n bigint not null" + end);
      statement.execute(
          "create table sent(c %s, d %s, place int, sequence bigint, digest %s, primary key(c, d, place)"
                  .formatted(bytes, bytes, bytes)
              + end);
      statement.execute(
          "create table item(c %s, n bigint, at bigint, slots %s, body %s, primary key(c, n)".formatted(bytes, bytes, bytes)
              + wide);
      statement.execute(
          "create table delivery(c %s, slot int, n bigint, sealed %s, primary key(c, slot, n)".formatted(bytes, bytes)
              + end);
      statement.execute(
          "create table shard(c %s, n bigint, shard int, slots %s, primary key(c, n, shard)".formatted(bytes, bytes)
              + wide);
      statement.execute(
          "create table reader(c %s, slot int, acked bigint not null, primary key(c, slot)".formatted(bytes) + end);
    }
    connection.setAutoCommit(false);
  }

  private void measure() throws SQLException {
    int devices = setup.devices;
    try (PreparedStatement head = prepare("insert into head values(?, 0)");
        PreparedStatement reader = prepare("insert into reader values(?, ?, 0)")) {
      for (int c = 0; c < conversations; c++) {
        head.setBytes(1, id(c));
        head.executeUpdate();
        for (int slot = 1; slot <= devices; slot++) {
          reader.setBytes(1, id(c));
          reader.setInt(2, slot);
          reader.addBatch();
        }
        reader.executeBatch();
      }
    }
    connection.commit();
    int waiting = (int) (WAITING_DELIVERIES / devices);
    send(0, waiting, FILL_COMMIT_MESSAGES);
    long before = size();
    int measured = devices > 100 ? 1_500 : 20_000;
    long start = System.nanoTime();
    send(waiting, measured, COMMIT_MESSAGES);
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = (size() - before) / measured;
    double reads = read();
    double clear = clear((waiting + measured) / conversations / 20 + 1);
    System.out.printf(
        Locale.ROOT,
        "%-8s %7d %10s %5s %11.0f %13.0f %14d %8.0f %9.0f%n",
        setup.layout,
        devices,
        setup.clustered ? "clustered" : "rowid",
        setup.sent,
        measured / seconds,
        measured * (double) devices / seconds,
        bytes,
        reads,
        clear);
  }

  private void send(int from, int count, int commit) throws SQLException {
    try (PreparedStatement head = prepare("update head set n = n + 1 where c = ? and n = ?");
        PreparedStatement sent =
            prepare(
                "insert into sent values(?, ?, ?, ?, ?) on conflict(c, d, place) do update set"
                    + " sequence = excluded.sequence, digest = excluded.digest");
        PreparedStatement item = prepare("insert into item values(?, ?, ?, ?, ?)");
        PreparedStatement delivery = prepare("insert into delivery values(?, ?, ?, ?)");
        PreparedStatement shard = prepare("insert into shard values(?, ?, ?, ?)")) {
      for (int m = from; m < from + count; m++) {
        byte[] c = id(m % conversations);
        int n = m / conversations + 1;
        head.setBytes(1, c);
        head.setLong(2, n - 1L);
        if (head.executeUpdate() != 1) {
          throw new IllegalStateException("head moved");
        }
        if (setup.sent) {
          sent.setBytes(1, c);
          sent.setBytes(2, Arrays.copyOf(id(m % 3), 16));
          sent.setInt(3, n % 64);
          sent.setLong(4, n);
          sent.setBytes(5, Arrays.copyOf(body, 96));
          sent.executeUpdate();
        }
        item.setBytes(1, c);
        item.setLong(2, n);
        item.setLong(3, m);
        item.setBytes(4, setup.layout == Layout.INLINE ? slots(0, setup.devices) : null);
        item.setBytes(5, body);
        item.executeUpdate();
        if (setup.layout == Layout.ROWS) {
          deliveries(delivery, c, n, setup.devices);
        } else {
          shards(shard, c, n, setup.devices, setup.layout == Layout.INLINE ? 1 : 0);
        }
        if (m % commit == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }

  private void deliveries(PreparedStatement delivery, byte[] c, int n, int devices) throws SQLException {
    for (int slot = 0; slot < devices; slot++) {
      delivery.setBytes(1, c);
      delivery.setInt(2, slot);
      delivery.setLong(3, n);
      delivery.setBytes(4, Arrays.copyOf(exchanges, EXCHANGE_BYTES));
      delivery.addBatch();
    }
    delivery.executeBatch();
  }

  private void shards(PreparedStatement shard, byte[] c, int n, int devices, int first) throws SQLException {
    int count = (devices + SHARD_SLOTS - 1) / SHARD_SLOTS;
    for (int s = first; s < count; s++) {
      shard.setBytes(1, c);
      shard.setLong(2, n);
      shard.setInt(3, s);
      shard.setBytes(4, slots(s, devices));
      shard.addBatch();
    }
    if (count > first) {
      shard.executeBatch();
    }
  }

  private byte[] slots(int shard, int devices) {
    return Arrays.copyOf(exchanges, Math.min(SHARD_SLOTS, devices - shard * SHARD_SLOTS) * EXCHANGE_BYTES);
  }

  /// A device's whole mailbox of one conversation, as a device that returns reads it.
  private double read() throws SQLException {
    String sql =
        switch (setup.layout) {
          case ROWS -> "select i.n, d.sealed, i.body from delivery d join item i on i.c = d.c and i.n = d.n"
              + " where d.c = ? and d.slot = ? order by d.n limit 256";
          case SHARDS -> "select i.n, s.slots, i.body from item i join shard s on s.c = i.c and s.n = i.n and s.shard = ?"
              + " where i.c = ? and i.n > 0 order by i.n limit 256";
          case INLINE -> "select i.n, i.slots, i.body from item i where i.c = ? and i.n > 0 order by i.n limit 256";
        };
    long items = 0;
    long start = System.nanoTime();
    try (PreparedStatement statement = prepare(sql)) {
      for (int c = 0; c < conversations; c++) {
        int slot = c % setup.devices;
        if (setup.layout == Layout.SHARDS) {
          statement.setInt(1, slot / SHARD_SLOTS);
          statement.setBytes(2, id(c));
        } else {
          statement.setBytes(1, id(c));
          if (setup.layout == Layout.ROWS) {
            statement.setInt(2, slot);
          }
        }
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            items += rows.getBytes(2).length > 0 && rows.getBytes(3).length > 0 ? 1 : 0;
          }
        }
      }
    }
    return items / ((System.nanoTime() - start) / 1e9);
  }

  /// Every device acknowledges the oldest quarter; what nobody needs any more goes.
  private double clear(int upTo) throws SQLException {
    long start = System.nanoTime();
    try (PreparedStatement delivery = prepare("delete from delivery where c = ? and slot = ? and n <= ?");
        PreparedStatement reader = prepare("update reader set acked = ? where c = ? and slot = ?");
        PreparedStatement item = prepare("delete from item where c = ? and n <= ?");
        PreparedStatement shard = prepare("delete from shard where c = ? and n <= ?")) {
      for (int c = 0; c < conversations; c++) {
        for (int slot = 0; slot < setup.devices; slot++) {
          if (setup.layout == Layout.ROWS) {
            delivery.setBytes(1, id(c));
            delivery.setInt(2, slot);
            delivery.setLong(3, upTo);
            delivery.executeUpdate();
          } else {
            reader.setLong(1, upTo);
            reader.setBytes(2, id(c));
            reader.setInt(3, slot + 1);
            reader.executeUpdate();
          }
        }
        for (PreparedStatement statement : new PreparedStatement[] {item, shard}) {
          statement.setBytes(1, id(c));
          statement.setLong(2, upTo);
          statement.executeUpdate();
        }
        connection.commit();
      }
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private long size() throws SQLException {
    String sql =
        sqlite
            ? "select (select page_count from pragma_page_count()) * (select page_size from pragma_page_size())"
            : "select pg_database_size(current_database())";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /// Network and conversation, 48 bytes: random-looking and always the same.
  private static byte[] id(int number) {
    byte[] id = new byte[48];
    for (int i = 16; i < 48; i++) {
      id[i] = (byte) ((number + 1) * 0x9E3779B1L >>> (i % 4) * 8);
    }
    return id;
  }

  private record Setup(Layout layout, int devices, boolean clustered, boolean sent) {
    /// As given on the command line to run only some.
    private String name() {
      return layout + ":" + devices + ":" + (clustered ? "clustered" : "rowid") + ":" + sent;
    }
  }

  private enum Layout {
    ROWS,
    SHARDS,
    INLINE
  }
}

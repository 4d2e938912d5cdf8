package dev.wardroom.server.admin.backup;

import dev.wardroom.server.kernel.Check;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.RestoreMark;
import dev.wardroom.server.kernel.db.engine.BulkAccess;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// Tables as rows, on either engine. Names of tables and columns come from the schema itself and
/// are checked to be plain words before they become part of a statement. One thread.
final class BackupStore implements AutoCloseable {
  private static final int BATCH_ROWS = 500;
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");
  private static final String MIGRATIONS = "schema_migration";

  /// What belongs to the running server and not to what it keeps.
  private static final Set<String> LEFT_OUT = Set.of(MIGRATIONS, "store", "job", "file_hold");

  private final Connection connection;
  private final Dialect dialect;

  private BackupStore(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /// One moment of a store in use.
  static BackupStore snapshot(BulkAccess access) throws IOException {
    return asking(() -> new BackupStore(access.snapshot(), access.dialect()));
  }

  /// An empty store with the tables that these migrations make, to be filled.
  static BackupStore empty(BulkAccess access, Set<Integer> migrations) throws IOException {
    return asking(() -> new BackupStore(access.emptyStore(migrations), access.dialect()));
  }

  /// Tables to keep, with their number of rows.
  Map<String, Long> tables() throws IOException {
    return asking(() -> {
      Map<String, Long> counts = new TreeMap<>();
      for (String table : tableNames()) {
        counts.put(table, number("select count(*) from " + table));
      }
      return counts;
    });
  }

  /// Numbers of the migrations that made these tables.
  Set<Integer> migrations() throws IOException {
    return asking(this::readMigrations);
  }

  private Set<Integer> readMigrations() throws SQLException {
    Set<Integer> numbers = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select version from " + MIGRATIONS + " where version is not null")) {
      while (rows.next()) {
        numbers.add(Integer.valueOf(rows.getString(1)));
      }
    }
    return numbers;
  }

  byte[] incarnation() throws IOException {
    return asking(this::readIncarnation);
  }

  private byte[] readIncarnation() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select incarnation from store")) {
      Check.that(rows.next(), "a store has an identity");
      return rows.getBytes(1);
    }
  }

  /// Complete files: network, id, size.
  void eachFile(FileRow consumer) throws IOException {
    asking(() -> readFiles(consumer));
  }

  private long readFiles(FileRow consumer) throws SQLException, IOException {
    long count = 0;
    String sql = "select network, id, size from file where complete = 1 order by network, id";
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(BATCH_ROWS);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          consumer.file(rows.getBytes(1), rows.getBytes(2), rows.getLong(3));
          count++;
        }
      }
    }
    return count;
  }

  long fileBytes() throws IOException {
    return asking(() -> number("select coalesce(sum(size), 0) from file where complete = 1"));
  }

  /// Takes one file.
  @FunctionalInterface
  interface FileRow {
    void file(byte[] network, byte[] id, long size) throws IOException;
  }

  /// Writes a table and answers its number of rows.
  long dump(String table, DataOutputStream out, LongConsumer rowsSoFar) throws IOException {
    return asking(() -> writeRows(table, out, rowsSoFar));
  }

  private long writeRows(String table, DataOutputStream out, LongConsumer rowsSoFar)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(BATCH_ROWS);
      try (ResultSet rows = statement.executeQuery("select * from " + word(table))) {
        List<String> columns = columns(rows.getMetaData());
        writeHead(out, table, columns);
        long count = 0;
        while (rows.next()) {
          out.writeByte('R');
          for (int i = 1; i <= columns.size(); i++) {
            RowValue.write(out, value(rows, i));
          }
          count++;
          rowsSoFar.accept(count);
        }
        out.writeByte('E');
        out.writeLong(count);
        return count;
      }
    }
  }

  /// Fills the table that comes next in `in`, after its `T`. Answers its name and rows.
  Map.Entry<String, Long> load(DataInputStream in, LongConsumer rowsSoFar) throws IOException {
    return asking(() -> readRows(in, rowsSoFar));
  }

  private Map.Entry<String, Long> readRows(DataInputStream in, LongConsumer rowsSoFar)
      throws SQLException, IOException {
    String table = word(in.readUTF());
    List<String> columns = new ArrayList<>();
    int width = in.readUnsignedShort();
    for (int i = 0; i < width; i++) {
      columns.add(word(in.readUTF()));
    }
    String sql =
        "insert into %s (%s) values (%s)"
            .formatted(
                table,
                String.join(", ", columns),
                String.join(", ", Collections.nCopies(width, "?")));
    long count = 0;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      while (in.readByte() == 'R') {
        for (int i = 1; i <= width; i++) {
          bind(insert, i, RowValue.read(in));
        }
        insert.addBatch();
        count++;
        if (count % BATCH_ROWS == 0) {
          insert.executeBatch();
          rowsSoFar.accept(count);
        }
      }
      insert.executeBatch();
    }
    if (in.readLong() != count) {
      throw new IOException("a table in the backup has another number of rows than it says");
    }
    return Map.entry(table, count);
  }

  /// What must not come back as it was.
  ///
  /// - Uploads under way are not in a backup: they begin anew.
  /// - One-time prekeys: those handed out since are not known, so none of the old ones is handed
  ///   out again. Standing ones remain until their devices bring new batches.
  /// - Tickets and enrolments may have been used since, sessions ended. Sessions keep their rows,
  ///   because these remember which challenges were answered.
  private static final List<String> NOT_AS_IT_WAS =
      List.of(
          "update file set received = 0, upload_token = null where complete = 0",
          "update prekey_batch set next_index = key_count where kind = 1",
          "delete from recovery_ticket",
          "delete from enrolment",
          "update session set ended_at = created_at where ended_at is null");

  /// Commits what was loaded, without what must not come back, and marks the store as restored.
  ///
  /// @param now milliseconds since epoch
  /// @return how many open invitations were revoked: they may have been used or revoked since
  long finish(long now) throws IOException {
    return asking(() -> {
      long revoked;
      try (Statement statement = connection.createStatement()) {
        for (String change : NOT_AS_IT_WAS) {
          statement.executeUpdate(change);
        }
      }
      try (PreparedStatement revoke =
          connection.prepareStatement(
              "update invitation set revoked_at = ? where used_at is null and revoked_at is null")) {
        revoke.setLong(1, now);
        revoked = revoke.executeUpdate();
      }
      try (PreparedStatement mark = connection.prepareStatement(RestoreMark.INSERT)) {
        mark.setLong(1, now);
        mark.executeUpdate();
      }
      connection.commit();
      return revoked;
    });
  }

  /// Leaves what was not committed undone.
  @Override
  public void close() throws IOException {
    asking(() -> {
      connection.rollback();
      connection.close();
      return true;
    });
  }

  private interface Asked<T> {
    T answer() throws SQLException, IOException;
  }

  private static <T> T asking(Asked<T> asked) throws IOException {
    try {
      return asked.answer();
    } catch (SQLException failure) {
      throw new IOException("the store failed: " + failure.getMessage(), failure);
    }
  }

  private List<String> tableNames() throws SQLException {
    List<String> names = new ArrayList<>();
    String schema = dialect == Dialect.POSTGRES ? connection.getSchema() : null;
    try (ResultSet rows =
        connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        String name = rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
        if (!LEFT_OUT.contains(name) && !name.startsWith("sqlite_")) {
          names.add(word(name));
        }
      }
    }
    Collections.sort(names);
    return names;
  }

  private static void writeHead(DataOutputStream out, String table, List<String> columns)
      throws IOException {
    out.writeByte('T');
    out.writeUTF(table);
    out.writeShort(columns.size());
    for (String column : columns) {
      out.writeUTF(column);
    }
  }

  private static List<String> columns(ResultSetMetaData form) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= form.getColumnCount(); i++) {
      columns.add(word(form.getColumnName(i)));
    }
    return columns;
  }

  private static RowValue value(ResultSet rows, int column) throws SQLException {
    return switch (rows.getObject(column)) {
      case null -> new RowValue.Nothing();
      case byte[] bytes -> new RowValue.Octets(bytes);
      case String text -> new RowValue.Text(text);
      case Long number -> new RowValue.Whole(number);
      case Integer number -> new RowValue.Whole(number);
      case Object other ->
          throw new SQLException("a column has a type that no backup knows: " + other.getClass());
    };
  }

  private static void bind(PreparedStatement insert, int column, RowValue value)
      throws SQLException {
    switch (value) {
      case RowValue.Nothing() -> insert.setObject(column, null);
      case RowValue.Whole number -> insert.setLong(column, number.value());
      case RowValue.Octets octets -> insert.setBytes(column, octets.value());
      case RowValue.Text text -> insert.setString(column, text.value());
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Check.that(rows.next(), "an aggregate has a row");
      return rows.getLong(1);
    }
  }

  private static String word(String name) throws SQLException {
    if (!WORD.matcher(name).matches()) {
      throw new SQLException("not a plain name of a table or column");
    }
    return name;
  }
}

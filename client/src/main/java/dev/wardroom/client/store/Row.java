package dev.wardroom.client.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One row of an answer. Good only inside the mapper that it is given to.
public final class Row {

  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  public long number(String column) {
    return get(() -> result.getLong(column));
  }

  public int integer(String column) {
    return get(() -> result.getInt(column));
  }

  public boolean flag(String column) {
    return number(column) != 0;
  }

  public String text(String column) {
    return Objects.requireNonNull(get(() -> result.getString(column)), column);
  }

  /// Throws when the column is null.
  public byte[] bytes(String column) {
    return Objects.requireNonNull(bytesOrNull(column), column);
  }

  public byte @Nullable [] bytesOrNull(String column) {
    return getNullable(() -> result.getBytes(column));
  }

  public boolean isNull(String column) {
    return get(() -> result.getObject(column) == null);
  }

  private static <T> T get(Read<T> read) {
    try {
      return read.read();
    } catch (SQLException e) {
      throw new StoreFailure("cannot read a column", e);
    }
  }

  private static byte @Nullable [] getNullable(ReadBytes read) {
    try {
      return read.read();
    } catch (SQLException e) {
      throw new StoreFailure("cannot read a column", e);
    }
  }

  private interface Read<T> {
    T read() throws SQLException;
  }

  private interface ReadBytes {
    byte @Nullable [] read() throws SQLException;
  }
}

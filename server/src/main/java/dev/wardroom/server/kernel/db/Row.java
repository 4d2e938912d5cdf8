package dev.wardroom.server.kernel.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// One row of a result, by column position (from 1) or by name. Positions are the fast way.
public final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  /// A number; null reads as zero.
  public long number(int column) {
    try {
      return rows.getLong(column);
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  /// A number; null reads as zero.
  public long number(String column) {
    return number(position(column));
  }

  /// A number that fits an `int`; null reads as zero.
  public int count(int column) {
    return Math.toIntExact(number(column));
  }

  /// A number that fits an `int`; null reads as zero.
  public int count(String column) {
    return count(position(column));
  }

  /// Bytes that are never null.
  public byte[] bytes(int column) {
    return present(bytesOrNull(column));
  }

  /// Bytes that are never null.
  public byte[] bytes(String column) {
    return bytes(position(column));
  }

  public byte @Nullable [] bytesOrNull(int column) {
    try {
      return rows.getBytes(column);
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  public byte @Nullable [] bytesOrNull(String column) {
    return bytesOrNull(position(column));
  }

  /// Text that is never null.
  public String text(int column) {
    return present(textOrNull(column));
  }

  /// Text that is never null.
  public String text(String column) {
    return text(position(column));
  }

  public @Nullable String textOrNull(int column) {
    try {
      return rows.getString(column);
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  public @Nullable String textOrNull(String column) {
    return textOrNull(position(column));
  }

  /// A flag, stored as 0 or 1.
  public boolean flag(int column) {
    return number(column) != 0;
  }

  /// A flag, stored as 0 or 1.
  public boolean flag(String column) {
    return flag(position(column));
  }

  public boolean isNull(int column) {
    try {
      return rows.getObject(column) == null;
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  public boolean isNull(String column) {
    return isNull(position(column));
  }

  private int position(String column) {
    try {
      return rows.findColumn(column);
    } catch (SQLException failure) {
      throw SqlErrors.translated(failure);
    }
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new dev.wardroom.server.kernel.Bug("a column that is never null was null");
    }
    return value;
  }
}

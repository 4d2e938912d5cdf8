package dev.wardroom.server.kernel.db;

/// Turns the present row into a value. It runs no statements of its own.
@FunctionalInterface
public interface RowReader<T> {
  T read(Row row);
}

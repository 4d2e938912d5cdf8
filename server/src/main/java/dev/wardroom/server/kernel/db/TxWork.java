package dev.wardroom.server.kernel.db;

/// Work inside a transaction. It may run more than once, so it changes nothing but the database;
/// news goes out through [Tx#afterCommit].
@FunctionalInterface
public interface TxWork<T> {
  T run(Tx tx);
}

package dev.wardroom.server.kernel.db;

/// Work inside a transaction that has no outcome of its own. As [TxWork] says, it may run twice.
@FunctionalInterface
public interface TxStep {
  void run(Tx tx);
}

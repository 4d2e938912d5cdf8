package dev.wardroom.server.kernel.db;

/// The server's store, on either engine. The package comment says how the three ways differ.
public interface Database extends AutoCloseable {

  /// Runs work in a transaction of its own and returns once it is durable. What the work throws
  /// rolls it back and is thrown on.
  <T> T tx(TxWork<T> work);

  /// Runs work on a snapshot. It may be behind a commit that is just being made, never behind one
  /// that was answered.
  <T> T read(TxWork<T> work);

  /// Runs work in a commit shared with others, and returns once it is durable.
  ///
  /// Work with equal keys runs in order of arrival and never at the same time. It may run twice,
  /// and returns expected outcomes as values: a throw costs the whole group a second run.
  ///
  /// Calls that stand in a line ([dev.wardroom.server.kernel.Turn]) arrive in the order of the
  /// line.
  ///
  /// @param key for example the conversation's id; not changed afterwards
  <T> T grouped(byte[] key, TxWork<T> work);

  /// Runs work that locks rows which work with other keys locks too, and returns once it is
  /// durable.
  ///
  /// Where one thread writes, it shares a commit as in [#grouped]. Where several do, it has a
  /// transaction of its own: two groups would lock each other's rows in different orders, and wait
  /// for each other until the engine ends one of them.
  <T> T crossing(byte[] key, TxWork<T> work);

  /// [#tx] for work without an outcome.
  default void run(TxStep work) {
    tx(tx -> {
      work.run(tx);
      return Boolean.TRUE;
    });
  }

  /// [#grouped] for work without an outcome.
  default void runGrouped(byte[] key, TxStep work) {
    grouped(
        key,
        tx -> {
          work.run(tx);
          return Boolean.TRUE;
        });
  }

  Dialect dialect();

  /// 16 random bytes drawn when the store was made, and anew by each restore: another one than a
  /// client knows means that the server went back in time.
  byte[] incarnation();

  /// Finishes what is under way and closes the connections.
  @Override
  void close();
}

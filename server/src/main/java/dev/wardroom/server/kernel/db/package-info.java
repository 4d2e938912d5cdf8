/// One SQL text on two engines, and three ways to run it.
///
/// ```
/// db.tx(tx -> …)            a transaction of its own
/// db.read(tx -> …)          a snapshot; nothing it writes is kept
/// db.grouped(key, tx -> …)  shares its commit with others: one fsync for many
///                           ordered by key; may run twice; outcomes are values
/// ```
///
/// All three block the caller, who is on a virtual thread, and return only when the data is
/// durable. A store's statements are [Sql] constants with named parameters, run as
/// `tx.with(APPEND).set("conversation", id).update()`. `tx.jdbi()` is the comfortable path for what
/// is not hot.
///
/// Threads. SQLite: one writer and a few reader *platform* threads own the connections, because a
/// call into it holds its carrier. PostgreSQL: transactions run on the caller's thread with a
/// pooled connection; groups run on a few lane threads, sharded by key, so that one key always
/// meets the same writer. [Tx], [Query] and [Row] belong to the thread that runs the work and die
/// with it.
///
/// Failure. Serialisation failures and deadlocks are retried here and seen by nobody. A full queue
/// is a [dev.wardroom.server.kernel.Refusal] with a retry time; a database that is away is a
/// [dev.wardroom.server.kernel.TemporaryFailure]; a broken constraint is a [ConstraintViolation];
/// SQL that does not run is a [dev.wardroom.server.kernel.Bug].
///
/// Durability settings are read back from every connection at start and refused when wrong.
@NullMarked
package dev.wardroom.server.kernel.db;

import org.jspecify.annotations.NullMarked;

/// What every room of the server stands on, and nothing that knows a room.
///
/// ```
/// Kernel                 the parts below in one record; each domain's wire(Kernel) takes it
/// ├─ config              one file, every key also an environment variable; limits with names
/// ├─ db                  tx | read | grouped on SQLite or PostgreSQL
/// ├─ Events              news inside a transaction and after its commit
/// ├─ Workers             background loops with an owner; leased ones run on one node only
/// ├─ RateLimiter         token buckets, bounded in number
/// └─ log                 structured logs without content, names or keys
/// ```
///
/// Failure has four shapes. An expected outcome is a value of the domain. [Refusal] is a caller who
/// may not, or not now. [TemporaryFailure] is a database or a disk that is away. [Bug] is ours.
/// Only `edge.ErrorMapping` turns them into answers.
///
/// Threads: everything here is thread-safe unless its comment says otherwise. Time and randomness
/// are handed in as [java.time.Clock] and [RandomSource], so that a test can set both.
@NullMarked
package dev.wardroom.server.kernel;

import org.jspecify.annotations.NullMarked;

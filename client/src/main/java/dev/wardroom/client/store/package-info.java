/// What a device keeps on disk: one SQLite file in the home folder, written by one thread.
///
/// ```
/// home/            0700
///   lock           how the store key is locked: a key file, or Argon2id over a password or PIN
///   key            0600, the store key; only with the key-file lock
///   store.db       SQLite, WAL, synchronous=FULL, secure_delete=ON
///   owner.lock     held by the process that owns the home
///   owner.sock     where that process takes calls from others
///   files/         ciphertext of transfers under way
/// ```
///
/// Invariants:
/// - Content, names, titles and keys are sealed by [Vault] with AES-256-GCM, bound to table, column
///   and row, before they reach SQLite. Ids, numbers, times and what the server knows anyway stay
///   plain, so that they can be indexed.
/// - What is deleted is overwritten (`secure_delete`) and leaves the write-ahead log when
///   [Database#forgetDeleted] has truncated it. What the file system or a flash disk keeps of old
///   blocks is outside of our reach.
/// - `java.sql` appears in this package only. Other rooms see [Tx] and [Row].
///
/// Threads: all statements run on the one platform thread of [Database]; callers block. A
/// transaction that throws leaves nothing behind, its after-commit actions included.
@NullMarked
package dev.wardroom.client.store;

import org.jspecify.annotations.NullMarked;

/// `wardroom admin backup` and `wardroom admin restore`.
///
/// Invariants
/// - A backup is one moment of the store and the bytes of every complete file that this moment
///   names. It is taken while the server works.
/// - One format for both engines: a backup of either is restored into either.
/// - `manifest.json` is written last: a folder without it is no backup.
/// - A restore checks every byte before it begins, fills only what is empty, becomes visible in one
///   step, and draws a new incarnation, by which clients notice that the server went back in time.
///
/// ```
/// DIR (0700)
///   manifest.json     format, release, migrations, tables with row counts, SHA-256 of the others
///   store.rows        all tables but those of the running server (job, file_hold, store)
///   files.list        a line for each file: name, size, SHA-256
///   files/ab/cd/…     ciphertext of files
/// ```
///
/// `store.rows` is a sequence of tables: `T`, name, columns; rows `R` of tagged values; `E` and the
/// number of rows; at the end `Z`. Numbers are big-endian, texts UTF-8 with their length before
/// them.
///
/// Threads: one per command. Failure: a [BackupProblem] with a text for the administrator; what was
/// half-written has no manifest, and a half-made restore is in a folder beside, to be deleted.
@NullMarked
package dev.wardroom.server.admin.backup;

import org.jspecify.annotations.NullMarked;

/// Mailboxes of ciphertext: how a message gets in, waits, and gets out.
///
/// ```
/// Send ─ Parcel ─ Sending ─┬─ Hot            the conversation as of its head, from memory
///                          ├─ Completeness   the devices of the audience, exactly
///                          └─ one shared commit: head, item, shards, lease records
///            after the commit ─ Fanout ─ MailReader.take ─ sockets that have read everything
/// before └─── wake-up ─ MailReader.read ─ everybody else, from cursors
/// Acknowledgement ─ Acknowledgements ─ cursors, twice a second ─ Sweeps: what all have passed goes
///
/// item             a place in a conversation: header, body and the exchanges of the first 32 slots
/// ├─ exchange_shard    exchanges of 32 further slots each
/// sender           a checkpoint of each sending device: counter, last 64 messages
/// lease            who may use which prekeys until when
/// └─ lease_shard       lease records of 32 slots each, until no waiting message names the lease
/// ```
///
/// Invariants. An answered send is on disk. Positions of a conversation have no gap. A message is
/// accepted once: a device's sequence rises by one, and a repeat is answered from what is
/// remembered. The body is stored once whatever the number of devices. Nothing that a reader has
/// not passed is deleted, expiry, recall and the limit of 30 days aside; a place that was emptied
/// stays visible.
///
/// Note [Checkpoints of senders]. A send writes no row about its sender. The item itself is the
/// record: `Sweeps` folds items into `sender` rows before it deletes them, and loading a sender
/// reads its row and the items after `folded_number`. A row per message cost more than half of the
/// throughput.
///
/// Threads: [Mailbox] is thread-safe. A conversation's turn in the shared commit is its only
/// writer. Failure: expected outcomes of a send are a
/// [dev.wardroom.server.mailbox.sending.SendResult].
@NullMarked
package dev.wardroom.server.mailbox;

import org.jspecify.annotations.NullMarked;

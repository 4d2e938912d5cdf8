/// Conversations: signed logs, members, and the places of their devices.
///
/// ```
/// conversation        head_number: the last position given, to an entry or a message (Note below)
/// ├─ log_entry        the signed log, for good
/// ├─ conversation_state   the state after the newest entry, and after those at which somebody
/// starts ├─ member           as the log has it, the retention user among them
/// ├─ reader           a place per device: slot, first position, cursor (the mailbox moves it), end
/// └─ direct_pair      one direct conversation for two people
/// ```
///
/// Position. Entries and messages of a conversation have one numbered order. A number is given in
/// the conversation's turn of the shared commit and is on disk with what it numbers, so that no
/// device can acknowledge past something that commits later.
///
/// Epoch. `audience_epoch` rises in the same transaction with every entry and with every new device
/// list of a member. [Audience] is what one epoch means; it is kept in memory and compared by
/// number. For 30 seconds the epoch before is still good for messages sealed just before; not when
/// a retention user joined.
///
/// Slots. A device has a small number in each conversation, by which packed exchanges are
/// addressed. It is given to another device only two hours after the first left and nothing waits
/// any more that could name it.
///
/// A user whose present root key is not the one that the log names gets no messages until an entry
/// accepts the new key.
///
/// Threads: [Conversations] is thread-safe. Failure: what breaks a rule is a
/// [dev.wardroom.server.kernel.Refusal]; a moved head and an older direct conversation are values.
@NullMarked
package dev.wardroom.server.conversations;

import org.jspecify.annotations.NullMarked;

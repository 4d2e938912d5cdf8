/// Conversations and their signed logs.
///
/// ```
/// ConversationStore   the rows
/// ConversationLog     verifies entries, applies them, learns conversations from the server
/// LogWriter           proposes, signs and appends own entries; looks again when somebody was first
/// ```
///
/// Invariants: a conversation's state is only ever the result of verified entries (or, for somebody
/// added later, of the state whose hash the adding entry names); a second entry for one number is a
/// fork: the conversation stops there, and it is shown. Entries arrive by the mailbox in the order
/// of messages; what is learned by a call first is met again there.
@NullMarked
package dev.wardroom.client.conversations;

import org.jspecify.annotations.NullMarked;

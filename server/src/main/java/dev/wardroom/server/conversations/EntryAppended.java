package dev.wardroom.server.conversations;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.id.UserId;
import java.util.List;

/// A log entry took a position. Heard within the transaction by the mailbox, which stores it for
/// delivery, and after the commit by whoever keeps something about the conversation.
///
/// @param signed the entry as signed
/// @param added users that it made members
public record EntryAppended(
    Audience.Name name, long number, long acceptedAt, byte[] signed, List<UserId> added)
    implements Events.Event {
  public EntryAppended {
    added = List.copyOf(added);
  }
}

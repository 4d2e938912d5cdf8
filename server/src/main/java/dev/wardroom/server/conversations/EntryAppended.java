package dev.wardroom.server.conversations;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.id.UserId;
import java.util.List;

/// A log entry took a position. Heard within the transaction by the mailbox, which stores it for
/// delivery, and after the commit by whoever keeps something about the conversation.
///
/// @param signed the entry as signed
/// @param added users that it made members
/// @param readers places of the devices that read the entry, those that it closed among them
public record EntryAppended(
    Audience.Name name,
    long number,
    long acceptedAt,
    byte[] signed,
    List<UserId> added,
    List<Audience.Place> readers)
    implements Events.Event {
  public EntryAppended {
    added = List.copyOf(added);
    readers = List.copyOf(readers);
  }
}

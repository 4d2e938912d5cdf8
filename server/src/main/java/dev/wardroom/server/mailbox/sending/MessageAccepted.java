package dev.wardroom.server.mailbox.sending;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.mailbox.store.WaitingItem;
import java.util.SortedMap;

/// A message is on disk. Connected devices that have read everything before get it from here,
/// without the database.
///
/// @param exchanges all exchanges, packed
/// @param records the lease records that came with it, by slot
public record MessageAccepted(
    Audience audience, WaitingItem item, byte[] exchanges, SortedMap<Integer, byte[]> records)
    implements Events.Event {}

package dev.wardroom.client.messages;

import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import java.util.List;

/// The rows of read receipts that others sent for own messages.
public final class ReceiptStore {

  private static final int SHOWN_MAX = 64;

  public void add(Tx tx, MessageId id, UserId user, long readAt) {
    tx.update(
        "insert into receipt (message_id, user_id, read_at) values (?, ?, ?) on conflict do nothing",
        id.toArray(),
        user.toArray(),
        readAt);
  }

  /// Who has read a message, the earliest first.
  public List<UserId> of(Tx tx, MessageId id) {
    return tx.list(
        "select user_id from receipt where message_id = ? order by read_at limit " + SHOWN_MAX,
        row -> UserId.of(row.bytes("user_id")),
        (Object) id.toArray());
  }
}

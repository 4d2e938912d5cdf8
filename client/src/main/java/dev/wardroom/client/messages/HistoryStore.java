package dev.wardroom.client.messages;

import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.MessageKind;
import java.util.List;

/// The rows of messages that history may hand over to a new device.
public final class HistoryStore {

  /// Not what was recalled, and no edit whose message is not here: it holds the whole text.
  private static final String HANDED_OVER =
      "item is not null and secret is not null and recalled = 0 and (kind <> "
          + Codes.code(MessageKind.EDIT)
          + " or exists (select 1 from message t where t.message_id = message.target"
          + " and t.conversation = message.conversation and t.recalled = 0))";

  private final MessageStore messages;

  public HistoryStore(MessageStore messages) {
    this.messages = messages;
  }

  public long count(Tx tx) {
    return tx.number("select count(*) as n from message where " + HANDED_OVER);
  }

  /// Oldest first.
  public List<StoredMessage> after(Tx tx, long arrival, int limit) {
    return tx.list(
        "select * from message where arrival > ? and " + HANDED_OVER + " order by arrival limit ?",
        messages::message,
        arrival,
        limit);
  }
}

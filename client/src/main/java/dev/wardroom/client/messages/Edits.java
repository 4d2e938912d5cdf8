package dev.wardroom.client.messages;

import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;

/// Rows of edits, each of which holds a whole text: they must not outlive their message, also when
/// that never came here.
public final class Edits {

  private Edits() {}

  /// Deletes what a sender has made of a message.
  public static void delete(Tx tx, MessageId id, ConversationId conversation, UserId sender) {
    tx.update(
        "delete from message where target = ? and conversation = ? and sender_user = ? and kind = ?",
        id.toArray(),
        conversation.toArray(),
        sender.toArray(),
        Codes.code(MessageKind.EDIT));
  }

  /// Whether a sender has recalled a message, which may not be here.
  public static boolean isRecalled(
      Tx tx, MessageId id, ConversationId conversation, UserId sender) {
    return tx.number(
            "select count(*) as n from message where target = ? and conversation = ? and sender_user = ? and kind = ?",
            id.toArray(),
            conversation.toArray(),
            sender.toArray(),
            Codes.code(MessageKind.RECALL))
        > 0;
  }
}

package dev.wardroom.client.outbox;

import com.google.protobuf.ByteString;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.WithdrawRequest;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import java.util.List;

/// Recalled messages that the server is still to delete where they are unread. What is due is
/// saved, so that neither a lost connection nor a restart forgets one. Thread-safe.
public final class Withdrawals {

  private static final int AT_ONCE = 500;

  private final Local local;
  private final DeviceApi api;

  public Withdrawals(Local local, DeviceApi api) {
    this.local = local;
    this.api = api;
  }

  private record Due(ConversationId conversation, MessageId message) {}

  /// Notes one, in the transaction of the recall.
  public void add(Tx tx, ConversationId conversation, MessageId message) {
    tx.update(
        "insert into withdrawal (message_id, conversation) values (?, ?) on conflict do nothing",
        message.toArray(),
        conversation.toArray());
  }

  /// Tells the server what is due.
  ///
  /// @throws dev.wardroom.client.connection.Unreachable when it does not answer: the rest stays due
  /// @throws Refused when the server is busy, likewise
  public void flush() {
    List<Due> due =
        local
            .db()
            .tx(tx ->
                tx.list(
                    "select message_id, conversation from withdrawal limit " + AT_ONCE,
                    row ->
                        new Due(
                            ConversationId.of(row.bytes("conversation")),
                            MessageId.of(row.bytes("message_id")))));
    for (Due each : due) {
      try {
        api.call(
            Rpcs.WITHDRAW,
            WithdrawRequest.newBuilder()
                .setConversationId(ByteString.copyFrom(each.conversation().toArray()))
                .setMessageId(ByteString.copyFrom(each.message().toArray()))
                .build());
      } catch (Refused e) {
        if (e.passing()) {
          throw e;
        }
        // It is gone there, or not ours to withdraw any more: nothing is left to do.
      }
      local
          .db()
          .write(tx ->
              tx.update(
                  "delete from withdrawal where message_id = ?",
                  (Object) each.message().toArray()));
    }
  }
}

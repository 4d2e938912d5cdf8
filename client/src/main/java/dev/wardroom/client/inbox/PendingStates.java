package dev.wardroom.client.inbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.OwnState;
import java.util.List;

/// What an own device said of a message or a conversation that is not here yet: the mailbox brings
/// conversations side by side, so that a deletion may come before what it deletes. The newest word
/// on a subject counts. Deletions are kept after they were applied too: a message that comes once
/// more stays deleted.
final class PendingStates {

  /// As long as ids of messages are remembered.
  private static final long KEPT_MILLIS = SeenStore.SEEN_MILLIS;

  private static final int KEPT_MAX = 100_000;
  private static final String PLACE = "pending_state.body";

  private final Local local;

  PendingStates(Local local) {
    this.local = local;
  }

  void save(Tx tx, ByteString subject, OwnState state) {
    byte[] row = subject.toByteArray();
    tx.update(
        """
        insert into pending_state (subject, change, body, at) values (?, ?, ?, ?)
        on conflict (subject, change) do update set body = excluded.body, at = excluded.at\
        """,
        row,
        state.getChangeCase().getNumber(),
        local.vault().seal(PLACE, row, state.toByteArray()),
        local.clock().millis());
    tx.update("delete from pending_state where at < ?", local.clock().millis() - KEPT_MILLIS);
    tx.update(
        "delete from pending_state where at < (select at from pending_state order by at desc limit 1 offset ?)",
        KEPT_MAX);
  }

  /// What is known of a subject; all but deletions are forgotten by it.
  List<OwnState> take(Tx tx, byte[] subject) {
    List<OwnState> states =
        tx.list(
            "select body from pending_state where subject = ? order by change",
            row -> decoded(local.vault().open(PLACE, subject, row.bytes("body"))),
            (Object) subject);
    if (!states.isEmpty()) {
      tx.update(
          "delete from pending_state where subject = ? and change <> ?",
          subject,
          OwnState.DELETION_FIELD_NUMBER);
    }
    return states;
  }

  private static OwnState decoded(byte[] body) {
    try {
      return OwnState.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreFailure("own devices' state in the home folder is damaged", e);
    }
  }
}

package dev.wardroom.client.outbox;

import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import java.util.Arrays;
import java.util.Optional;

/// What the server confirmed of this device's messages, and under which incarnation of its store:
/// after a restore, and then only, this device goes back to a place that it did have. Thread-safe.
public final class OwnPlaces {

  private static final String ANNOUNCED = "server incarnation as announced";

  /// Confirmations kept per conversation: how far back a restored server may be.
  private static final long KEPT_MAX = 10_000;

  private final Local local;

  public OwnPlaces(Local local) {
    this.local = local;
  }

  /// The server said at a connection which incarnation it is. What was confirmed before the first
  /// connection counts as confirmed under the first one.
  public void announced(byte[] incarnation) {
    local
        .db()
        .write(tx -> {
          if (!Arrays.equals(incarnation(tx), incarnation)) {
            local.meta().put(tx, ANNOUNCED, incarnation);
            tx.update(
                "update own_place set incarnation = ? where incarnation = ?",
                incarnation,
                new byte[0]);
          }
        });
  }

  private byte[] incarnation(Tx tx) {
    return local.meta().get(tx, ANNOUNCED).orElse(new byte[0]);
  }

  void accepted(
      Tx tx, ConversationId id, long sequence, Digest64 digest, MessageId message, long at) {
    tx.update(
        """
        insert into own_place (conversation, sequence, digest, message_id, at, incarnation)
        values (?, ?, ?, ?, ?, ?)
        on conflict (conversation, sequence) do update set digest = excluded.digest,
          message_id = excluded.message_id, at = excluded.at, incarnation = excluded.incarnation\
        """,
        id.toArray(),
        sequence,
        digest.toArray(),
        message.toArray(),
        at,
        incarnation(tx));
    tx.update(
        "delete from own_place where conversation = ? and sequence <= ?",
        id.toArray(),
        sequence - KEPT_MAX);
  }

  /// Whether the place after this message may be the next one: it is a message of this device's
  /// with this digest, and nothing after it was confirmed by the server as it is now.
  ///
  /// @param last 0 = nothing was ever sent
  boolean mayGoBack(Tx tx, ConversationId id, long last, byte[] digest) {
    Optional<byte[]> own =
        tx.first(
            "select digest from own_place where conversation = ? and sequence = ?",
            row -> row.bytes("digest"),
            id.toArray(),
            last);
    boolean known =
        last == 0
            ? digest.length == 0
            : own.filter(each -> Arrays.equals(each, digest)).isPresent();
    long confirmedNow =
        tx.number(
            "select count(*) as n from own_place where conversation = ? and sequence > ? and incarnation in (?, ?)",
            id.toArray(),
            last,
            incarnation(tx),
            new byte[0]);
    return known && confirmedNow == 0;
  }

  /// Forgets the confirmations of what came after a place.
  void goBack(Tx tx, ConversationId id, long last) {
    tx.update("delete from own_place where conversation = ? and sequence > ?", id.toArray(), last);
  }
}

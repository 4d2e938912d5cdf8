package dev.wardroom.client.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Row;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import java.util.List;
import java.util.Optional;

/// The rows of messages that the server has not accepted yet.
public final class OutboxStore {

  private static final String OPTIONS = "outbox.options";
  private static final String REQUEST = "outbox.request";
  static final int WAITING_MAX = 10_000;

  private final Local local;

  public OutboxStore(Local local) {
    this.local = local;
  }

  /// @param request as it was sent before, to be repeated unchanged
  public record Waiting(
      long position, Outgoing outgoing, Optional<SendRequest> request, int attempts, long nextAt) {}

  public void insert(Tx tx, Outgoing outgoing) {
    if (tx.number("select count(*) as n from outbox") >= WAITING_MAX) {
      throw new dev.wardroom.client.ClientException(
          dev.wardroom.client.ClientException.Kind.REFUSED,
          "too many messages are waiting to be sent: wait until the server is reached again");
    }
    tx.updateOne(
        "insert into outbox (message_id, conversation, options) values (?, ?, ?)",
        outgoing.id().toArray(),
        outgoing.conversation().toArray(),
        local.vault().seal(OPTIONS, outgoing.id().toArray(), encoded(outgoing)));
  }

  /// Own messages of this device that a restored server does not have: accepted under a sequence
  /// after the last one that it knows. Oldest first.
  List<MessageId> lost(Tx tx, ConversationId conversation, DeviceId device, long lastSequence) {
    return tx.list(
        """
        select message_id from message
        where conversation = ? and sender_device = ? and here = 1 and number > 0 and sequence > ?
          and recalled = 0 and content is not null
        order by sequence limit 10000\
        """,
        row -> MessageId.of(row.bytes("message_id")),
        conversation.toArray(),
        device.toArray(),
        lastSequence);
  }

  /// A message that a restored server had lost is on its disk again. Its place here stays.
  void acceptedAgain(Tx tx, StoredMessage message, Digest64 digest, long sequence) {
    tx.update(
        "update message set digest = ?, sequence = ? where arrival = ?",
        digest.toArray(),
        sequence,
        message.arrival());
  }

  /// Puts messages in line before everything that waits, in their order; what waits already is
  /// passed over.
  void insertFirst(Tx tx, List<Outgoing> outgoing) {
    long position =
        tx.number("select coalesce(min(position), 1) as n from outbox") - outgoing.size();
    for (Outgoing each : outgoing) {
      tx.update(
          """
          insert into outbox (position, message_id, conversation, options) values (?, ?, ?, ?)
          on conflict do nothing\
          """,
          position++,
          each.id().toArray(),
          each.conversation().toArray(),
          local.vault().seal(OPTIONS, each.id().toArray(), encoded(each)));
    }
  }

  /// The first waiting message of each conversation, oldest first.
  public List<Waiting> heads(Tx tx) {
    return tx.list(
        """
        select * from outbox o
        where position = (select min(position) from outbox i where i.conversation = o.conversation)
        order by position limit 1000\
        """,
        this::waiting);
  }

  /// When the next message is due, milliseconds since epoch; far away when there is none.
  long nextAt(Tx tx) {
    return heads(tx).stream().mapToLong(Waiting::nextAt).min().orElse(Long.MAX_VALUE);
  }

  public Optional<Waiting> find(Tx tx, MessageId id) {
    return tx.first(
        "select * from outbox where message_id = ?", this::waiting, (Object) id.toArray());
  }

  boolean anyDue(Tx tx) {
    return tx.number("select count(*) as n from outbox where next_at <= ?", local.clock().millis())
        > 0;
  }

  public long count(Tx tx) {
    return tx.number("select count(*) as n from outbox");
  }

  public void saveRequest(Tx tx, MessageId id, SendRequest request) {
    tx.updateOne(
        "update outbox set request = ? where message_id = ?",
        local.vault().seal(REQUEST, id.toArray(), request.toByteArray()),
        id.toArray());
  }

  public void clearRequest(Tx tx, MessageId id) {
    tx.update("update outbox set request = null where message_id = ?", (Object) id.toArray());
  }

  /// After a restore of the server: everything is sealed anew.
  public void clearRequests(Tx tx) {
    tx.update("update outbox set request = null");
  }

  public void postpone(Tx tx, MessageId id, long nextAt) {
    tx.update(
        "update outbox set attempts = attempts + 1, next_at = ? where message_id = ?",
        nextAt,
        id.toArray());
  }

  public void hurry(Tx tx) {
    tx.update("update outbox set next_at = 0");
  }

  public void remove(Tx tx, MessageId id) {
    tx.update("delete from outbox where message_id = ?", (Object) id.toArray());
  }

  private Waiting waiting(Row row) {
    MessageId id = MessageId.of(row.bytes("message_id"));
    ConversationId conversation = ConversationId.of(row.bytes("conversation"));
    byte[] request = row.bytesOrNull("request");
    try {
      return new Waiting(
          row.number("position"),
          decoded(
              id, conversation, local.vault().open(OPTIONS, id.toArray(), row.bytes("options"))),
          request == null
              ? Optional.empty()
              : Optional.of(
                  SendRequest.parseFrom(local.vault().open(REQUEST, id.toArray(), request))),
          row.integer("attempts"),
          row.number("next_at"));
    } catch (InvalidProtocolBufferException | ProtocolException e) {
      throw new StoreFailure("a waiting message in the home folder is damaged", e);
    }
  }

  private static byte[] encoded(Outgoing outgoing) {
    CanonicalWriter writer = new CanonicalWriter(512).u8(1);
    outgoing.scope().write(writer);
    return writer
        .u8(Codes.code(outgoing.urgency()))
        .u32(outgoing.ttl())
        .variable(outgoing.content().toByteArray())
        .toArray();
  }

  private static Outgoing decoded(MessageId id, ConversationId conversation, byte[] bytes)
      throws ProtocolException, InvalidProtocolBufferException {
    CanonicalReader reader = new CanonicalReader(bytes).version(1);
    MessageScope scope = MessageScope.read(reader);
    Urgency urgency = Codes.value(Urgency.class, reader.u8());
    long ttl = reader.u32();
    Content content =
        Content.parseFrom(reader.variable(WireLimits.CONTENT_BYTES_MAX).unsafeArray());
    return new Outgoing(id, conversation, content, scope, urgency, ttl);
  }
}

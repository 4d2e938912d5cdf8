package dev.wardroom.client.conversations;

import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Row;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.VerifiedLogEntry;
import dev.wardroom.wire.message.LogHead;
import java.util.List;
import java.util.Optional;

/// The rows of conversations and log entries.
public final class ConversationStore {

  /// How many older states are kept, to judge messages that name an older head.
  private static final int STATES_MAX = 64;

  /// All conversations of one person; the server lists as many.
  private static final int CONVERSATIONS_MAX = 20_000;

  /// Entries kept of a second history.
  private static final int FORKS_MAX = 16;

  private static final String PLACE = "conversation.body";

  private final Local local;

  public ConversationStore(Local local) {
    this.local = local;
  }

  public Optional<Conversation> find(Tx tx, ConversationId id) {
    return tx.first(
        "select * from conversation where id = ?", this::conversation, (Object) id.toArray());
  }

  public List<Conversation> list(Tx tx) {
    return tx.list(
        "select * from conversation order by pinned desc, last_at desc limit " + CONVERSATIONS_MAX,
        this::conversation);
  }

  public Optional<Conversation> directWith(Tx tx, UserId peer) {
    return tx.first(
        "select * from conversation where peer = ? and left_at = 0 order by last_at desc limit 1",
        this::conversation,
        (Object) peer.toArray());
  }

  public List<ConversationId> idsBeginning(Tx tx, byte[] from, byte[] to) {
    return tx.list(
        "select id from conversation where id >= ? and id <= ? limit 3",
        row -> ConversationId.of(row.bytes("id")),
        from,
        to);
  }

  /// A conversation that was not known before.
  public void insert(
      Tx tx, ConversationState state, long startEntry, Optional<UserId> peer, long position) {
    tx.update(
        """
        insert into conversation
          (id, kind, state, head_number, head_hash, start_entry, peer, position, last_at, body)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        state.id().toArray(),
        Codes.code(state.kind()),
        state.encode(),
        state.head().number(),
        state.head().hash().toArray(),
        startEntry,
        peer.map(UserId::toArray).orElse(null),
        position,
        local.clock().millis(),
        sealed(state.id(), Conversation.Card.NONE));
  }

  public void saveState(Tx tx, ConversationState state) {
    tx.updateOne(
        "update conversation set state = ?, head_number = ?, head_hash = ? where id = ?",
        state.encode(),
        state.head().number(),
        state.head().hash().toArray(),
        state.id().toArray());
  }

  public void saveEntry(Tx tx, ConversationState after, VerifiedLogEntry entry, long position) {
    tx.update(
        """
        insert into log_entry (conversation, number, hash, position, signed, state)
        values (?, ?, ?, ?, ?, ?)
        on conflict (conversation, number) do update set position = max(position, excluded.position)\
        """,
        after.id().toArray(),
        entry.head().number(),
        entry.head().hash().toArray(),
        position,
        entry.signed().encode(),
        after.encode());
    tx.update(
        "update log_entry set state = null where conversation = ? and number <= ?",
        after.id().toArray(),
        entry.head().number() - STATES_MAX);
  }

  /// Notes where a known entry stands.
  ///
  /// @return false when this number is known with another hash: a fork
  public boolean placeEntry(Tx tx, ConversationId id, LogHead head, long position) {
    Optional<Hash32> known = entryHash(tx, id, head.number());
    if (known.isPresent() && !known.get().equals(head.hash())) {
      return false;
    }
    tx.update(
        "update log_entry set position = ? where conversation = ? and number = ?",
        position,
        id.toArray(),
        head.number());
    return true;
  }

  public Optional<Hash32> entryHash(Tx tx, ConversationId id, long number) {
    return tx.first(
        "select hash from log_entry where conversation = ? and number = ?",
        row -> new Hash32(Bytes.of(row.bytes("hash"))),
        id.toArray(),
        number);
  }

  public Optional<byte[]> signedEntry(Tx tx, ConversationId id, long number) {
    return tx.first(
        "select signed from log_entry where conversation = ? and number = ?",
        row -> row.bytes("signed"),
        id.toArray(),
        number);
  }

  /// Entries after a log number, for offering them to a restored server.
  public List<byte[]> entriesAfter(Tx tx, ConversationId id, long number, int limit) {
    return tx.list(
        "select signed from log_entry where conversation = ? and number > ? order by number limit ?",
        row -> row.bytes("signed"),
        id.toArray(),
        number,
        limit);
  }

  /// The state after an entry, if it is the present one or still kept.
  public Optional<ConversationState> stateAt(Tx tx, ConversationId id, LogHead head) {
    return tx.first(
            "select state from log_entry where conversation = ? and number = ? and hash = ?",
            row -> Optional.ofNullable(row.bytesOrNull("state")),
            id.toArray(),
            head.number(),
            head.hash().toArray())
        .flatMap(state -> state)
        .map(bytes -> state(id, head, bytes));
  }

  public void advance(Tx tx, ConversationId id, long position, long lastAt) {
    tx.update(
        "update conversation set position = max(position, ?), last_at = max(last_at, ?) where id = ?",
        position,
        lastAt,
        id.toArray());
  }

  public void accepted(Tx tx, ConversationId id, long sequence, Digest64 digest, long at) {
    tx.updateOne(
        """
        update conversation set own_sequence = ?, own_previous = ?, last_at = max(last_at, ?)
        where id = ?\
        """,
        sequence,
        digest.toArray(),
        at,
        id.toArray());
  }

  /// What the server says of this device's place.
  ///
  /// @param digest of the last accepted message, empty when there is none
  public void setOwnPlace(Tx tx, ConversationId id, long sequence, byte[] digest) {
    tx.updateOne(
        "update conversation set own_sequence = ?, own_previous = ? where id = ?",
        sequence,
        digest.length == Digest64.LENGTH ? digest : null,
        id.toArray());
  }

  /// After a restore of the server: everything is read again, and what comes now is ordered after
  /// what is here, whose numbers the server gives out once more.
  public void restart(Tx tx) {
    tx.update("update conversation set position = 0, read_number = 0, era = era + 1");
  }

  public void setRead(Tx tx, ConversationId id, long number) {
    tx.update(
        "update conversation set read_number = max(read_number, ?) where id = ?",
        number,
        id.toArray());
  }

  /// The read marker alone; 0 when the conversation is not known.
  public long readNumber(Tx tx, ConversationId id) {
    return tx.number(
        "select read_number as n from conversation where id = ?", (Object) id.toArray());
  }

  public void setPinned(Tx tx, ConversationId id, boolean pinned) {
    tx.update("update conversation set pinned = ? where id = ?", pinned, id.toArray());
  }

  public void setMuted(Tx tx, ConversationId id, long until) {
    tx.update("update conversation set muted_until = ? where id = ?", until, id.toArray());
  }

  public void setLeft(Tx tx, ConversationId id, long at) {
    tx.update("update conversation set left_at = ? where id = ?", at, id.toArray());
  }

  /// Marks a conversation of which the server showed two histories, and keeps the other head.
  public void setForked(Tx tx, ConversationId id, VerifiedLogEntry other) {
    tx.update("update conversation set forked = 1 where id = ?", (Object) id.toArray());
    tx.update(
        """
        insert into fork (conversation, number, hash, signed, at) values (?, ?, ?, ?, ?)
        on conflict do nothing\
        """,
        id.toArray(),
        other.head().number(),
        other.head().hash().toArray(),
        other.signed().encode(),
        local.clock().millis());
    tx.update(
        """
        delete from fork where conversation = ? and number not in (
          select number from fork where conversation = ? order by at limit ?)\
        """,
        id.toArray(),
        id.toArray(),
        FORKS_MAX);
  }

  /// Entries that contradict the log that is held, as signed: the evidence against the server.
  public List<byte[]> forks(Tx tx, ConversationId id) {
    return tx.list(
        "select signed from fork where conversation = ? order by at limit ?",
        row -> row.bytes("signed"),
        id.toArray(),
        FORKS_MAX);
  }

  /// Newest sent-at of the messages held that were signed by their senders, 0 = none.
  public long heldUntil(Tx tx, ConversationId id) {
    return tx.number(
        """
        select coalesce(max(sent_at), 0) as n from message
        where conversation = ? and number > 0 and kind not in (?, ?)\
        """,
        id.toArray(),
        Codes.code(MessageKind.MEMBERSHIP),
        Codes.code(MessageKind.GONE));
  }

  public void setCard(Tx tx, ConversationId id, Conversation.Card card) {
    tx.update("update conversation set body = ? where id = ?", sealed(id, card), id.toArray());
  }

  private byte[] sealed(ConversationId id, Conversation.Card card) {
    return local.json().seal(PLACE, id.toArray(), card);
  }

  private Conversation conversation(Row row) {
    ConversationId id = ConversationId.of(row.bytes("id"));
    LogHead head =
        new LogHead(row.number("head_number"), new Hash32(Bytes.of(row.bytes("head_hash"))));
    byte[] peer = row.bytesOrNull("peer");
    byte[] previous = row.bytesOrNull("own_previous");
    return new Conversation(
        state(id, head, row.bytes("state")),
        row.number("start_entry"),
        Optional.ofNullable(peer).map(UserId::of),
        row.number("position"),
        row.number("own_sequence"),
        Optional.ofNullable(previous).map(bytes -> new Digest64(Bytes.of(bytes))),
        row.number("read_number"),
        row.flag("pinned"),
        row.number("muted_until"),
        row.number("left_at"),
        row.flag("forked"),
        row.number("last_at"),
        local.json().open(PLACE, id.toArray(), row.bytes("body"), Conversation.Card.class));
  }

  private static ConversationState state(ConversationId id, LogHead head, byte[] bytes) {
    try {
      return ConversationState.fromOwnStore(id, head, bytes);
    } catch (ProtocolException e) {
      throw new StoreFailure("a conversation in the home folder is damaged", e);
    }
  }
}

package dev.wardroom.server.conversations;

import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationKind;
import java.util.List;
import java.util.Optional;

/// SQL of the conversations' own rows, logs and states.
final class ConversationStore {
  private static final int DIRECT = 1;
  private static final int GROUP = 2;
  private static final int ROOM = 3;

  private static final String ROW =
      """
      select kind, head_number, head_entry, head_hash, audience_epoch, epoch_at, deleted_at
      from conversation where network_id = :network and conversation_id = :conversation
      """;
  private static final Sql FIND = Sql.of(ROW);
  private static final Sql LOCK = Sql.of(ROW + " for update");
  private static final Sql CREATE =
      Sql.of(
          """
          insert into conversation (network_id, conversation_id, kind, head_number, head_entry,
            head_hash, audience_epoch, epoch_at, folded_number)
          values (:network, :conversation, :kind, 1, :entry, :hash, 1, :now, 0)
          """);
  private static final Sql ADVANCE =
      Sql.of(
          """
          update conversation set head_number = :number, head_entry = :entry, head_hash = :hash,
            audience_epoch = audience_epoch + 1, epoch_at = :now
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql DELETE =
      Sql.of(
          """
          update conversation set deleted_at = :now
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql RAISE_EPOCHS =
      Sql.of(
          """
          update conversation set audience_epoch = audience_epoch + 1, epoch_at = :now
          where network_id = :network and deleted_at is null and conversation_id in
            (select conversation_id from member where network_id = :network and user_id = :user)
          """);
  private static final Sql APPEND =
      Sql.of(
          """
          insert into log_entry (network_id, conversation_id, entry, number, hash, accepted_at, signed)
          values (:network, :conversation, :entry, :number, :hash, :now, :signed)
          """);
  private static final Sql LOG =
      Sql.of(
          """
          select signed from log_entry
          where network_id = :network and conversation_id = :conversation and entry >= :entry
          order by entry limit :limit
          """);
  private static final Sql ENTRY_TIME =
      Sql.of(
          """
          select accepted_at from log_entry
          where network_id = :network and conversation_id = :conversation and entry = :entry
          """);
  private static final Sql SAVE_STATE =
      Sql.of(
          """
          insert into conversation_state (network_id, conversation_id, entry, starts, state)
          values (:network, :conversation, :entry, :starts, :state)
          """);
  private static final Sql DROP_STATES =
      Sql.of(
          """
          delete from conversation_state where network_id = :network
            and conversation_id = :conversation and entry < :entry and starts = 0
          """);
  private static final Sql STATE =
      Sql.of(
          """
          select state from conversation_state
          where network_id = :network and conversation_id = :conversation and entry = :entry
          """);
  private static final Sql PAIR =
      Sql.of(
          "select conversation_id from direct_pair where network_id = :network and pair = :pair");
  private static final Sql SAVE_PAIR =
      Sql.of(
          """
          insert into direct_pair (network_id, pair, conversation_id)
          values (:network, :pair, :conversation) on conflict (network_id, pair) do nothing
          """);
  private static final Sql DROP_PAIR =
      Sql.of(
          """
          delete from direct_pair
          where network_id = :network and pair = :pair and conversation_id = :conversation
          """);

  Optional<ConversationRow> find(Tx tx, Audience.Name name) {
    return named(tx, FIND, name).find(ConversationStore::row);
  }

  /// As `find`, and keeps the row from others until the commit.
  Optional<ConversationRow> lock(Tx tx, Audience.Name name) {
    return named(tx, LOCK, name).find(ConversationStore::row);
  }

  void create(Tx tx, Audience.Name name, ConversationKind kind, long entry, Hash32 hash, long now) {
    named(tx, CREATE, name)
        .set("kind", code(kind))
        .set("entry", entry)
        .set("hash", hash.toArray())
        .set("now", now)
        .updateOne();
  }

  void advance(Tx tx, Audience.Name name, long number, long entry, Hash32 hash, long now) {
    named(tx, ADVANCE, name)
        .set("number", number)
        .set("entry", entry)
        .set("hash", hash.toArray())
        .set("now", now)
        .updateOne();
  }

  void delete(Tx tx, Audience.Name name, long now) {
    named(tx, DELETE, name).set("now", now).updateOne();
  }

  /// A new device list: the epoch of all conversations of the user.
  void raiseEpochs(Tx tx, NetworkId network, UserId user, long now) {
    tx.with(RAISE_EPOCHS)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("now", now)
        .update();
  }

  void append(
      Tx tx, Audience.Name name, long entry, long number, Hash32 hash, long now, byte[] signed) {
    named(tx, APPEND, name)
        .set("entry", entry)
        .set("number", number)
        .set("hash", hash.toArray())
        .set("now", now)
        .set("signed", signed)
        .updateOne();
  }

  List<byte[]> log(Tx tx, Audience.Name name, long fromEntry, int limit) {
    return named(tx, LOG, name).set("entry", fromEntry).set("limit", limit).list(r -> r.bytes(1));
  }

  Optional<Long> entryTime(Tx tx, Audience.Name name, long entry) {
    return named(tx, ENTRY_TIME, name).set("entry", entry).find(row -> row.number(1));
  }

  /// Keeps the newest state, and of the older ones those at which somebody starts to read.
  void saveState(Tx tx, Audience.Name name, long entry, boolean starts, byte[] state) {
    named(tx, DROP_STATES, name).set("entry", entry).update();
    named(tx, SAVE_STATE, name)
        .set("entry", entry)
        .set("starts", starts)
        .set("state", state)
        .updateOne();
  }

  Optional<byte[]> state(Tx tx, Audience.Name name, long entry) {
    return named(tx, STATE, name).set("entry", entry).find(row -> row.bytes(1));
  }

  Optional<ConversationId> direct(Tx tx, NetworkId network, Bytes pair) {
    return tx.with(PAIR)
        .set("network", network.toArray())
        .set("pair", pair.toArray())
        .find(row -> ConversationId.of(row.bytes(1)));
  }

  /// False when the pair has a conversation already.
  boolean saveDirect(Tx tx, Audience.Name name, Bytes pair) {
    return named(tx, SAVE_PAIR, name).set("pair", pair.toArray()).update() == 1;
  }

  void dropDirect(Tx tx, Audience.Name name, Bytes pair) {
    named(tx, DROP_PAIR, name).set("pair", pair.toArray()).update();
  }

  private static Query named(Tx tx, Sql sql, Audience.Name name) {
    return tx.with(sql)
        .set("network", name.network().toArray())
        .set("conversation", name.conversation().toArray());
  }

  /// From the first seven columns.
  static ConversationRow row(Row row) {
    return new ConversationRow(
        kind(row.count(1)),
        row.number(2),
        row.number(3),
        new Hash32(Bytes.of(row.bytes(4))),
        row.number(5),
        row.number(6),
        !row.isNull(7));
  }

  private static long code(ConversationKind kind) {
    return switch (kind) {
      case DIRECT -> DIRECT;
      case GROUP -> GROUP;
      case ROOM -> ROOM;
    };
  }

  private static ConversationKind kind(int code) {
    return switch (code) {
      case DIRECT -> ConversationKind.DIRECT;
      case GROUP -> ConversationKind.GROUP;
      case ROOM -> ConversationKind.ROOM;
      default -> throw new Bug("a stored conversation is of an unknown kind");
    };
  }
}

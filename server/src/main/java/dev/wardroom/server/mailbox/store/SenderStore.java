package dev.wardroom.server.mailbox.store;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.ConversationsRoutes.Counter;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.store.Remembered.Sent;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// SQL of what is remembered of senders: a row per device and conversation that is a checkpoint,
/// and the items after it.
///
/// A send writes its item and nothing else; from time to time `fold` brings the rows up to date. A
/// row per message for this purpose cost more than half of the accepted messages (ADR 0002).
public final class SenderStore {
  /// Items that one fold takes in.
  public static final int FOLD_ITEMS_MAX = 2_000;

  private static final Sql CHECKPOINT =
      Sql.of(
          """
          select sequence, recent from sender
          where network_id = :network and conversation_id = :conversation and device_id = :device
          """);
  private static final Sql FOLDED =
      Sql.of(
          """
          select folded_number from conversation
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql UNFOLDED =
      Sql.of(
          """
          select head_number - folded_number from conversation
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql AFTER =
      Sql.of(
          """
          select message_id, digest, number, accepted_at from item
          where network_id = :network and conversation_id = :conversation and number > :folded
            and sender_device = :device
          order by number
          """);
  private static final Sql CHECKPOINTS =
      Sql.of(
          """
          select s.conversation_id, s.sequence, s.recent from member m
          join sender s on s.network_id = m.network_id and s.conversation_id = m.conversation_id
            and s.device_id = :device
          where m.network_id = :network and m.user_id = :user
            and m.conversation_id > :after and m.conversation_id <= :until
          """);
  private static final Sql NEWEST =
      Sql.of(
          """
          select i.conversation_id, i.sequence, i.digest from member m
          join conversation c
            on c.network_id = m.network_id and c.conversation_id = m.conversation_id
          join item i on i.network_id = m.network_id and i.conversation_id = m.conversation_id
            and i.number = (select max(j.number) from item j
              where j.network_id = m.network_id and j.conversation_id = m.conversation_id
                and j.number > c.folded_number and j.sender_device = :device)
          where m.network_id = :network and m.user_id = :user
            and m.conversation_id > :after and m.conversation_id <= :until
          """);
  private static final Sql ALL_AFTER =
      Sql.of(
          """
          select message_id, digest, number, accepted_at, sender_device from item
          where network_id = :network and conversation_id = :conversation and number > :folded
          order by number limit :limit
          """);
  private static final Sql SAVE =
      Sql.of(
          """
          insert into sender (network_id, conversation_id, device_id, sequence, recent)
          values (:network, :conversation, :device, :sequence, :recent)
          on conflict (network_id, conversation_id, device_id)
            do update set sequence = excluded.sequence, recent = excluded.recent
          """);
  private static final Sql SET_FOLDED =
      Sql.of(
          """
          update conversation set folded_number = :number
          where network_id = :network and conversation_id = :conversation
          """);

  /// All that is remembered of a device.
  public Remembered load(Tx tx, Audience.Name name, DeviceId device) {
    Remembered sender = checkpoint(tx, name, device);
    named(tx, AFTER, name)
        .set("folded", folded(tx, name))
        .set("device", device.bytes().unsafeArray())
        .each(row -> sender.add(sent(row.bytes(1), row.bytes(2), row.number(3), row.number(4))));
    return sender;
  }

  /// Up to where senders' rows are.
  ///
  /// @param more items lie behind it that one transaction could not take in
  public record Folded(long number, boolean more) {}

  /// How many positions the senders' rows are behind the head: so many items are read to load one.
  public long unfolded(Tx tx, Audience.Name name) {
    return named(tx, UNFOLDED, name).find(row -> row.number(1)).orElse(0L);
  }

  /// A device of a user, and the conversations that are asked about: after one id, up to another.
  public record Range(
      NetworkId network, UserId user, DeviceId device, byte[] after, byte[] until) {}

  /// Counters and last digests of a device in a range of its user's conversations. A conversation
  /// in which it never wrote is absent.
  public Map<ConversationId, Counter> counters(Tx tx, Range range) {
    Map<ConversationId, Counter> counters = new HashMap<>();
    ranged(tx, CHECKPOINTS, range)
        .each(row -> {
          Remembered sender = Remembered.decode(row.number(2), row.bytes(3));
          counters.put(
              ConversationId.of(row.bytes(1)), new Counter(sender.sequence(), sender.lastDigest()));
        });
    ranged(tx, NEWEST, range)
        .each(row ->
            counters.put(
                ConversationId.of(row.bytes(1)), new Counter(row.number(2), row.bytes(3))));
    return counters;
  }

  private static Query ranged(Tx tx, Sql sql, Range range) {
    return tx.with(sql)
        .set("network", range.network().toArray())
        .set("user", range.user().toArray())
        .set("device", range.device().toArray())
        .set("after", range.after())
        .set("until", range.until());
  }

  /// Brings the senders' rows up to the newest item, or as far as one transaction should go.
  ///
  /// @return the position up to which they now are
  public Folded fold(Tx tx, Audience.Name name) {
    long folded = folded(tx, name);
    Map<DeviceId, Remembered> senders = new HashMap<>();
    long[] last = {folded};
    List<Note> notes =
        named(tx, ALL_AFTER, name)
            .set("folded", folded)
            .set("limit", FOLD_ITEMS_MAX)
            .list(row -> {
              last[0] = row.number(3);
              byte[] message = row.bytesOrNull(1);
              byte[] digest = row.bytesOrNull(2);
              byte[] device = row.bytesOrNull(5);
              return message == null || digest == null || device == null
                  ? Note.NONE
                  : new Note(
                      Optional.of(DeviceId.of(device)),
                      Optional.of(sent(message, digest, row.number(3), row.number(4))));
            });
    for (Note note : notes) {
      if (note.device.isPresent()) {
        senders
            .computeIfAbsent(note.device.get(), device -> checkpoint(tx, name, device))
            .add(note.sent.orElseThrow());
      }
    }
    senders.forEach((device, sender) -> save(tx, name, device, sender));
    if (last[0] > folded) {
      named(tx, SET_FOLDED, name).set("number", last[0]).updateOne();
    }
    return new Folded(last[0], notes.size() == FOLD_ITEMS_MAX);
  }

  /// One item as far as it concerns its sender; entries concern none.
  private record Note(Optional<DeviceId> device, Optional<Sent> sent) {
    private static final Note NONE = new Note(Optional.empty(), Optional.empty());
  }

  private static Sent sent(byte[] message, byte[] digest, long number, long acceptedAt) {
    return new Sent(new MessageId(Bytes.wrap(message)), digest, number, acceptedAt);
  }

  private Remembered checkpoint(Tx tx, Audience.Name name, DeviceId device) {
    return named(tx, CHECKPOINT, name)
        .set("device", device.bytes().unsafeArray())
        .find(row -> Remembered.decode(row.number(1), row.bytes(2)))
        .orElseGet(() -> new Remembered(0, List.of()));
  }

  private void save(Tx tx, Audience.Name name, DeviceId device, Remembered sender) {
    named(tx, SAVE, name)
        .set("device", device.bytes().unsafeArray())
        .set("sequence", sender.sequence())
        .set("recent", sender.encode())
        .updateOne();
  }

  private static long folded(Tx tx, Audience.Name name) {
    return named(tx, FOLDED, name).find(row -> row.number(1)).orElse(0L);
  }

  private static Query named(Tx tx, Sql sql, Audience.Name name) {
    return tx.with(sql)
        .set("network", name.network().bytes().unsafeArray())
        .set("conversation", name.conversation().bytes().unsafeArray());
  }
}

package dev.wardroom.client.inbox;

import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.message.SenderTrail;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import java.util.List;
import java.util.Set;

/// What was taken already: ids for 62 days, each sending device's trail, and what was refused.
public final class SeenStore {

  public static final long SEEN_MILLIS = 62L * 86_400_000;

  private static final int QUARANTINE_PER_DEVICE_MAX = 100;
  private static final int QUARANTINE_MAX = 1_000;

  /// Errors that say that something is missing here, not that the item is bad.
  private static final Set<String> RETRIED =
      Set.of(
          ProtocolError.HEAD_UNKNOWN.name(),
          ProtocolError.LIST_UNKNOWN.name(),
          ProtocolError.WRONG_CONVERSATION.name());

  private static final int RETRIES_MAX = 7;
  private static final long RETRY_MILLIS = 60_000;

  /// Whether this device's message of this id was taken: in the last 62 days, or longer ago when it
  /// is still kept. A second message under an id that is in use is never saved.
  public boolean hasSeen(Tx tx, DeviceId device, MessageId id) {
    return tx.number(
            """
            select (select count(*) from seen where device = ? and message_id = ?)
              + (select count(*) from message where sender_device = ? and message_id = ?) as n\
            """,
            device.toArray(),
            id.toArray(),
            device.toArray(),
            id.toArray())
        > 0;
  }

  public void saw(Tx tx, DeviceId device, MessageId id, Digest64 digest, long at) {
    tx.update(
        "insert into seen (device, message_id, digest, at) values (?, ?, ?, ?) on conflict do nothing",
        device.toArray(),
        id.toArray(),
        digest.toArray(),
        at);
  }

  public void forget(Tx tx, long before) {
    tx.update("delete from seen where at < ?", before);
  }

  public SenderTrail trail(Tx tx, ConversationId conversation, DeviceId device) {
    return tx.first(
            "select trail from sender where conversation = ? and device = ?",
            row -> decoded(row.bytes("trail")),
            conversation.toArray(),
            device.toArray())
        .orElse(SenderTrail.NONE);
  }

  private static SenderTrail decoded(byte[] stored) {
    try {
      return SenderTrail.decode(stored);
    } catch (ProtocolException e) {
      throw new StoreFailure("a sender's trail in the home folder is damaged", e);
    }
  }

  public void saveTrail(
      Tx tx, ConversationId conversation, DeviceId device, SenderTrail trail, boolean gapPending) {
    tx.update(
        """
        insert into sender (conversation, device, trail, gap_pending) values (?, ?, ?, ?)
        on conflict (conversation, device) do update
          set trail = excluded.trail, gap_pending = max(gap_pending, excluded.gap_pending)\
        """,
        conversation.toArray(),
        device.toArray(),
        trail.encode(),
        gapPending);
  }

  /// After a restore of the server: every sending device begins anew.
  public void forgetTrails(Tx tx) {
    tx.update("delete from sender");
  }

  /// A sending device with numbers missing, to be looked at once the mailbox is read to the end.
  public record Pending(ConversationId conversation, DeviceId device, SenderTrail trail) {}

  public List<Pending> pendingGaps(Tx tx) {
    return tx.list(
        "select conversation, device, trail from sender where gap_pending = 1 limit 10000",
        row ->
            new Pending(
                ConversationId.of(row.bytes("conversation")),
                DeviceId.of(row.bytes("device")),
                decoded(row.bytes("trail"))));
  }

  public void gapShown(Tx tx, Pending pending) {
    tx.update(
        "update sender set gap_pending = 0 where conversation = ? and device = ?",
        pending.conversation().toArray(),
        pending.device().toArray());
  }

  /// Keeps a refused item, bounded: the oldest of the device, then of all, make room.
  public void quarantine(
      Tx tx,
      DeviceId device,
      ConversationId conversation,
      long number,
      String error,
      byte[] item,
      long at) {
    tx.update(
        """
        insert into quarantine (device, conversation, number, at, error, item, retry_at)
        values (?, ?, ?, ?, ?, ?, ?)\
        """,
        device.toArray(),
        conversation.toArray(),
        number,
        at,
        error,
        item,
        RETRIED.contains(error) ? at : 0);
    tx.update(
        """
        delete from quarantine where id in (
          select id from quarantine where device = ? order by id desc limit -1 offset ?)\
        """,
        device.toArray(),
        QUARANTINE_PER_DEVICE_MAX);
    tx.update(
        "delete from quarantine where id in (select id from quarantine order by id desc limit -1 offset ?)",
        QUARANTINE_MAX);
  }

  /// How many messages that name this device were refused after a time.
  public long quarantinedSince(Tx tx, DeviceId device, long since) {
    return tx.number(
        "select count(*) as n from quarantine where device = ? and at > ?",
        device.toArray(),
        since);
  }

  /// A refused item that is judged again.
  public record Quarantined(long id, byte[] item, int attempts) {}

  /// What may be good by now, oldest first.
  public List<Quarantined> due(Tx tx, long now, int limit) {
    return tx.list(
        "select * from quarantine where retry_at > 0 and retry_at <= ? order by id limit ?",
        row -> new Quarantined(row.number("id"), row.bytes("item"), row.integer("attempts")),
        now,
        limit);
  }

  public void release(Tx tx, Quarantined taken) {
    tx.update("delete from quarantine where id = ?", taken.id());
  }

  /// Judged again in a minute, then four times as late each time, for about four days.
  public void refusedAgain(Tx tx, Quarantined refused, String error, long now) {
    boolean again = RETRIED.contains(error) && refused.attempts() < RETRIES_MAX;
    long pause = RETRY_MILLIS << (2 * Math.min(refused.attempts(), RETRIES_MAX));
    tx.update(
        "update quarantine set error = ?, attempts = attempts + 1, retry_at = ? where id = ?",
        error,
        again ? now + pause : 0,
        refused.id());
  }

  public long quarantined(Tx tx) {
    return tx.number("select count(*) as n from quarantine");
  }
}

package dev.wardroom.client.restore;

import com.google.protobuf.ByteString;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.inbox.SeenStore;
import dev.wardroom.client.outbox.Outbox;
import dev.wardroom.client.prekeys.OwnPrekeys;
import dev.wardroom.client.store.Local;
import dev.wardroom.schema.v1.ConversationSummary;
import dev.wardroom.schema.v1.OfferEntriesRequest;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Notices that the server went back in time, by its incarnation, and heals what this device can:
/// everything is read again, log entries that the server has lost are offered to it, messages that
/// wait are sealed anew, and all prekeys are replaced, since it would give used ones out again.
/// Thread-safe.
public final class ServerRestore {

  private static final String INCARNATION = "server incarnation";
  private static final String DUE = "restore due";
  private static final int OFFERED_AT_ONCE = 200;

  /// What is still to be done after a restore.
  enum Due {
    /// Prekeys and log entries.
    ALL,
    /// The new prekeys are made and saved; log entries are still to be offered.
    ENTRIES
  }

  /// Told of what a person should know.
  @FunctionalInterface
  public interface Told {
    void warn(Optional<ConversationId> conversation, String text);
  }

  private final Local local;
  private final DeviceApi api;
  private final ConversationLog log;
  private final Outbox outbox;
  private final OwnPrekeys prekeys;
  private final Told told;
  private final SeenStore seen = new SeenStore();

  public ServerRestore(
      Local local,
      DeviceApi api,
      ConversationLog log,
      Outbox outbox,
      OwnPrekeys prekeys,
      Told told) {
    this.local = local;
    this.api = api;
    this.log = log;
    this.outbox = outbox;
    this.prekeys = prekeys;
    this.told = told;
  }

  /// The incarnation that this home has met last; empty before the first connection.
  public byte[] incarnation() {
    return local.db().tx(tx -> local.meta().get(tx, INCARNATION)).orElse(new byte[0]);
  }

  /// The server's incarnation, before anything else of this connection is taken. When it is a new
  /// one, everything is set to be read again and sealed anew, in one transaction with the note that
  /// there is more to heal.
  ///
  /// @return true when the server was restored
  public boolean met(byte[] now) {
    byte[] known = incarnation();
    if (known.length == 0) {
      local.db().write(tx -> local.meta().put(tx, INCARNATION, now));
      return false;
    }
    if (Arrays.equals(known, now)) {
      return false;
    }
    local
        .db()
        .write(tx -> {
          log.store().restart(tx);
          // What senders send again has other digests: their chains begin anew.
          seen.forgetTrails(tx);
          outbox.resealAll(tx);
          local.meta().putJson(tx, DUE, Due.ALL);
          local.meta().put(tx, INCARNATION, now);
        });
    told.warn(
        Optional.empty(),
        dev.wardroom.client.messages.Warnings.text(
            dev.wardroom.client.view.WarningView.Kind.RESTORED));
    return true;
  }

  /// Does what is still due; called after each connection.
  ///
  /// @throws dev.wardroom.client.connection.Unreachable when the server does not answer: the rest
  ///   stays due
  /// @throws Refused when the server is busy, likewise
  public void heal(Supplier<Hash32> listHash) {
    Optional<Due> due = local.db().tx(tx -> local.meta().getJson(tx, DUE, Due.class));
    if (due.isEmpty()) {
      return;
    }
    if (due.get() == Due.ALL) {
      prekeys.replaceAll(
          listHash.get(),
          api.server().clock().millis(),
          tx -> local.meta().putJson(tx, DUE, Due.ENTRIES));
    }
    prekeys.publish(api);
    offerAll();
    local.db().write(tx -> local.meta().remove(tx, DUE));
  }

  private void offerAll() {
    Map<ByteString, Long> heads = new HashMap<>();
    for (ConversationSummary summary : log.summaries()) {
      heads.put(summary.getConversationId(), summary.getHeadEntry());
    }
    for (Conversation conversation : local.db().tx(log.store()::list)) {
      if (conversation.leftAt() == 0) {
        long head = heads.getOrDefault(ByteString.copyFrom(conversation.id().toArray()), 0L);
        offer(conversation, head);
      }
    }
    long offered = 0;
    for (ConversationSummary summary : log.summaries()) {
      offered += offerMessages(summary);
    }
    if (offered > 0) {
      told.warn(
          Optional.empty(),
          "The restored server had lost "
              + offered
              + " messages of this device: they are sent again.");
    }
  }

  /// @return how many of this device's messages the server has lost
  private int offerMessages(ConversationSummary summary) {
    ConversationId id = ConversationId.of(summary.getConversationId().toByteArray());
    return local
        .db()
        .tx(tx -> {
          Optional<Conversation> known = log.store().find(tx, id);
          boolean behind =
              known.filter(each -> each.ownSequence() > summary.getOwnSequence()).isPresent();
          return behind
              ? outbox.offerAgain(
                  tx, id, summary.getOwnSequence(), summary.getOwnLastDigest().toByteArray())
              : 0;
        });
  }

  /// One conversation that cannot be healed must not keep the others from it.
  private void offer(Conversation conversation, long head) {
    ConversationId id = conversation.id();
    if (head + 1 < conversation.startEntry()) {
      told.warn(
          Optional.of(id),
          "The restored server has lost this conversation's log; an older member's device brings it"
              + " back.");
      return;
    }
    long from = head;
    try {
      while (from < conversation.state().head().number()) {
        long after = from;
        List<byte[]> newer =
            local.db().tx(tx -> log.store().entriesAfter(tx, id, after, OFFERED_AT_ONCE));
        if (newer.isEmpty()) {
          return;
        }
        long now =
            api.call(
                    Rpcs.OFFER_ENTRIES,
                    OfferEntriesRequest.newBuilder()
                        .setConversationId(ByteString.copyFrom(id.toArray()))
                        .addAllEntriesSigned(newer.stream().map(ByteString::copyFrom).toList())
                        .build())
                .getHeadEntry();
        if (now <= from) {
          return;
        }
        from = now;
      }
    } catch (Refused e) {
      if (e.passing()) {
        throw e;
      }
      told.warn(
          Optional.of(id),
          "The restored server does not take this conversation's log back: " + e.getMessage());
    }
  }
}

package dev.wardroom.server.mailbox.sending;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.DeviceDirectory;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.server.mailbox.sending.Hot.Place;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.server.mailbox.store.ItemStore;
import dev.wardroom.server.mailbox.store.Lease;
import dev.wardroom.server.mailbox.store.LeaseStore;
import dev.wardroom.server.mailbox.store.Remembered;
import dev.wardroom.server.mailbox.store.Remembered.Sent;
import dev.wardroom.server.mailbox.store.WaitingItem;
import dev.wardroom.server.mailbox.store.WaitingItem.Kind;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.network.RetentionRule.BacklogPolicy;
import java.util.BitSet;
import java.util.Optional;
import java.util.SortedMap;

/// Decides about one send, in its conversation's turn of the shared commit, and writes it.
///
/// In order: conversation and membership, repeats, the sender's clock, audience, leases, space. A
/// repeat of an accepted message is answered before the clock is looked at, so that a late retry of
/// something accepted is never refused (AMENDMENTS 6). Nothing is written before the last check.
public final class Sending {
  private final Hot hot;
  private final ItemStore items;
  private final LeaseStore leases;
  private final Completeness completeness;
  private final Events events;
  private final Space space;
  private final DeviceDirectory directory;

  public Sending(
      Hot hot,
      ItemStore items,
      LeaseStore leases,
      DeviceDirectory directory,
      Events events,
      Space space) {
    this.hot = hot;
    this.items = items;
    this.leases = leases;
    this.completeness = new Completeness(directory);
    this.events = events;
    this.space = space;
    this.directory = directory;
  }

  /// The conversation's place. Entries drop what is kept of a conversation, device lists do not:
  /// they raise the epochs of all conversations of their user. A sender that has seen a higher
  /// epoch than the kept place shows that the place is old.
  private Optional<Place> place(Tx tx, Parcel parcel) {
    Optional<Place> kept = hot.place(tx, parcel.name());
    if (kept.isEmpty() || parcel.epoch() <= kept.get().audience().epoch()) {
      return kept;
    }
    hot.drop(parcel.name());
    return hot.place(tx, parcel.name());
  }

  public SendResult send(Tx tx, Parcel parcel, long now) {
    Optional<Place> found = place(tx, parcel);
    if (found.isEmpty()) {
      return absent();
    }
    Place place = found.get();
    MessageHeader header = parcel.header();
    Optional<Audience.Place> sender = place.audience().place(header.senderDevice());
    if (sender.isEmpty() || !sender.get().user().equals(header.senderUser())) {
      return absent();
    }
    Remembered remembered = place.sender(tx, header.senderDevice());
    if (header.sequence() != remembered.sequence() + 1) {
      return repeat(tx, place, header, remembered);
    }
    if (Math.abs(header.sentAt() - now) > MailboxLimits.SENT_AT_MILLIS_MAX) {
      return refused(
          Reason.REASON_CLOCK, "The clock of this device is more than 5 minutes off. Correct it.");
    }
    return switch (completeness.check(tx, parcel, place.audience(), now)) {
      case Completeness.Verdict.Changed() ->
          new SendResult.AudienceChanged(place.audience().epoch());
      case Completeness.Verdict.NoRetention() -> new SendResult.RetentionRequired(false);
      case Completeness.Verdict.Broken(String why) -> refused(Reason.REASON_MALFORMED, why);
      case Completeness.Verdict.Complete(Exchanges kept) ->
          sendComplete(tx, place, parcel, kept, now);
    };
  }

  private static SendResult repeat(
      Tx tx, Place place, MessageHeader header, Remembered remembered) {
    if (header.sequence() <= remembered.sequence()) {
      Optional<Sent> sent = place.accepted(tx, header.senderDevice(), header.id());
      if (sent.isPresent()) {
        return new SendResult.Accepted(
            sent.get().number(), sent.get().acceptedAt(), sent.get().digest(), false);
      }
    }
    return new SendResult.SequenceMismatch(remembered.sequence() + 1, remembered.lastDigest());
  }

  private SendResult sendComplete(
      Tx tx, Place place, Parcel parcel, Exchanges exchanges, long now) {
    Optional<SendResult> lease = checkLeases(tx, place, parcel, now);
    if (lease.isPresent()) {
      return lease.get();
    }
    if (place.waiting() >= MailboxLimits.WAITING_PER_CONVERSATION_MAX) {
      return new SendResult.Refused(
          new Refusal(
              Reason.REASON_LIMIT_REACHED,
              MailboxLimits.FULL_RETRY,
              "A mailbox in this conversation is full. Send again when its device has read."));
    }
    return archive(tx, place, parcel, exchanges, now);
  }

  /// Retention's backlog and the network's mailbox have an end.
  private SendResult archive(Tx tx, Place place, Parcel parcel, Exchanges exchanges, long now) {
    NetworkId network = parcel.name().network();
    boolean archived = place.audience().hasRetention();
    Exchanges kept = exchanges;
    if (archived && !space.hasArchiveRoom(network, bytes(parcel, exchanges))) {
      if (directory.backlogPolicy(tx, network) != BacklogPolicy.SEND_UNARCHIVED) {
        return new SendResult.RetentionRequired(true);
      }
      archived = false;
      kept = exchanges.without(place.audience().retentionSlots());
    }
    if (!space.hasRoom(network, bytes(parcel, kept))) {
      return new SendResult.Refused(
          new Refusal(
              Reason.REASON_LIMIT_REACHED,
              MailboxLimits.FULL_RETRY,
              "This network's mailboxes are full. Send again when devices have read, or ask the"
                  + " administrator for more."));
    }
    space.take(tx, network, bytes(parcel, kept), archived);
    return write(tx, place, parcel, kept, now);
  }

  private static long bytes(Parcel parcel, Exchanges exchanges) {
    return parcel.body().length + (long) exchanges.packed().length;
  }

  private Optional<SendResult> checkLeases(Tx tx, Place place, Parcel parcel, long now) {
    MessageHeader header = parcel.header();
    BitSet missing = new BitSet();
    for (int i = 0; i < parcel.leases().size(); i++) {
      LeaseId id = parcel.leases().get(i);
      Optional<Lease> lease = place.lease(tx, id);
      if (lease.isEmpty() || !lease.get().takes(header.senderDevice(), header.sequence(), now)) {
        return Optional.of(new SendResult.LeaseEnded(id));
      }
      if (!recordsFit(place, parcel, i, lease.get())) {
        return Optional.of(
            refused(Reason.REASON_LEASE, "A lease record is not what was claimed. Claim again."));
      }
      BitSet unrecorded = parcel.exchanges().slotsOf(i);
      unrecorded.andNot(lease.get().recorded());
      missing.or(unrecorded);
    }
    for (int slot : parcel.records().bytes().keySet()) {
      missing.clear(slot);
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            refused(Reason.REASON_MALFORMED, "A device gets an exchange without a lease record."));
  }

  /// Whether the records that a message brings for one lease say what the claim gave.
  private static boolean recordsFit(Place place, Parcel parcel, int leaseIndex, Lease lease) {
    LeaseId id = parcel.leases().get(leaseIndex);
    for (int slot : parcel.freshRecords(leaseIndex, lease.recorded()).keySet()) {
      if (!parcel.records().fits(slot, parcel, id, lease, place.audience().place(slot))) {
        return false;
      }
    }
    return true;
  }

  private SendResult write(Tx tx, Place place, Parcel parcel, Exchanges exchanges, long now) {
    Audience.Name name = parcel.name();
    MessageHeader header = parcel.header();
    long number = place.headNumber() + 1;
    items.advance(tx, name, number, place.audience().epoch(), bytes(parcel, exchanges));
    WaitingItem item =
        new WaitingItem(
            number,
            Kind.MESSAGE,
            header.id(),
            header.senderUser(),
            header.senderDevice(),
            header.sequence(),
            now,
            expiry(header, now),
            ItemStore.packed(parcel.leases()),
            exchanges.shard(0),
            parcel.body());
    items.append(tx, name, item, parcel.digest());
    for (int shard = 1; shard <= exchanges.lastShard(); shard++) {
      byte[] slots = exchanges.shard(shard);
      if (slots.length > 0) {
        items.appendShard(tx, name, number, shard, slots);
      }
    }
    useLeases(tx, place, parcel);
    Sent sent = new Sent(header.id(), parcel.digest(), number, now);
    place.accepted(tx, header.senderDevice(), sent, now);
    events.publish(
        tx,
        new MessageAccepted(place.audience(), item, exchanges.packed(), parcel.records().bytes()));
    boolean unarchived =
        place.audience().hasRetention()
            && parcel.exchanges().slots().intersects(place.audience().retentionSlots())
            && !exchanges.slots().intersects(place.audience().retentionSlots());
    return new SendResult.Accepted(number, now, parcel.digest(), unarchived);
  }

  private void useLeases(Tx tx, Place place, Parcel parcel) {
    for (int i = 0; i < parcel.leases().size(); i++) {
      LeaseId id = parcel.leases().get(i);
      Lease lease = place.lease(tx, id).orElseThrow();
      if (lease.isUnused()) {
        leases.use(tx, parcel.name(), id, parcel.header().sequence());
        lease.use(parcel.header().sequence());
      }
      SortedMap<Integer, byte[]> fresh = parcel.freshRecords(i, lease.recorded());
      if (!fresh.isEmpty()) {
        leases.save(tx, parcel.name(), id, fresh);
        fresh.keySet().forEach(lease.recorded()::set);
      }
    }
  }

  /// From acceptance, at most the sender's time and five minutes and the time to live.
  private static long expiry(MessageHeader header, long now) {
    long ttl = header.ttlSeconds() * 1000;
    return ttl == 0 ? 0 : Math.min(now, header.sentAt() + MailboxLimits.SENT_AT_MILLIS_MAX) + ttl;
  }

  private static SendResult absent() {
    return refused(Reason.REASON_NOT_FOUND, "There is no such conversation for you.");
  }

  private static SendResult refused(Reason reason, String text) {
    return new SendResult.Refused(new Refusal(reason, text));
  }
}

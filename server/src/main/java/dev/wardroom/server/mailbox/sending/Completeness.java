package dev.wardroom.server.mailbox.sending;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Audience.Member;
import dev.wardroom.server.conversations.DeviceDirectory;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.MessageScope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a message is encrypted to exactly the devices that it must be: those of its scope at the
/// epoch it names, without the sender's own device and the dormant ones that it names.
public final class Completeness {
  /// What was found.
  public sealed interface Verdict {
    /// @param exchanges those of the devices that are still there
    record Complete(Exchanges exchanges) implements Verdict {}

    /// Members or devices are others than the sender believed.
    record Changed() implements Verdict {}

    /// A good device of the retention user was left out.
    record NoRetention() implements Verdict {}

    record Broken(String why) implements Verdict {}
  }

  private static final Verdict CHANGED = new Verdict.Changed();

  private final DeviceDirectory directory;

  public Completeness(DeviceDirectory directory) {
    this.directory = directory;
  }

  public Verdict check(Tx tx, Parcel parcel, Audience present, long now) {
    if (parcel.epoch() == present.epoch()) {
      return against(tx, parcel, present);
    }
    Optional<Audience> before = present.graceful(now).filter(old -> old.epoch() == parcel.epoch());
    if (before.isEmpty()) {
      return CHANGED;
    }
    Verdict verdict = against(tx, parcel, before.get());
    return verdict instanceof Verdict.Complete(Exchanges all)
        ? new Verdict.Complete(all.without(gone(before.get(), present)))
        : verdict;
  }

  /// Slots whose device is not there any more.
  private static BitSet gone(Audience before, Audience present) {
    BitSet gone = before.slots();
    gone.andNot(present.slots());
    return gone;
  }

  private Verdict against(Tx tx, Parcel parcel, Audience audience) {
    MessageHeader header = parcel.header();
    Optional<Member> sender = audience.member(header.senderUser());
    Optional<Audience.Place> own = audience.place(header.senderDevice());
    if (sender.isEmpty() || own.isEmpty()) {
      return CHANGED;
    }
    if (header.head().number() != audience.headEntry()
        || !header.head().hash().equals(audience.headHash())
        || !header.listHash().equals(sender.get().listHash())) {
      return CHANGED;
    }
    if (!header.audience().equals(audienceHash(audience, header))) {
      return CHANGED;
    }
    BitSet required = required(audience, header);
    required.clear(own.get().slot());
    return compare(tx, parcel, audience, required);
  }

  private Verdict compare(Tx tx, Parcel parcel, Audience audience, BitSet required) {
    BitSet leftOut = new BitSet();
    for (DeviceId device : parcel.header().leftOut()) {
      Optional<Audience.Place> place = audience.place(device);
      if (place.isEmpty() && isSuspended(tx, parcel, audience, device)) {
        continue;
      }
      if (place.isEmpty() || !required.get(place.get().slot())) {
        return new Verdict.Broken("A device is left out that the message is not for.");
      }
      leftOut.set(place.get().slot());
    }
    BitSet given = parcel.exchanges().slots();
    if (given.intersects(leftOut)) {
      return new Verdict.Broken("A device is left out and has an exchange.");
    }
    BitSet missing = (BitSet) required.clone();
    missing.andNot(given);
    if (audience.hasRetention() && missing.intersects(audience.retentionSlots())) {
      return new Verdict.NoRetention();
    }
    if (!missing.equals(leftOut) || !isSubset(given, required)) {
      return new Verdict.Broken("The exchanges are not those of the audience that is named.");
    }
    return leftOut.isEmpty() || areDormant(tx, parcel, audience)
        ? new Verdict.Complete(parcel.exchanges())
        : CHANGED;
  }

  /// A suspended member has no places. Senders name its devices all the same, so that the other
  /// readers see who was left out.
  private boolean isSuspended(Tx tx, Parcel parcel, Audience audience, DeviceId device) {
    MessageHeader header = parcel.header();
    return audience.members().stream()
        .filter(member -> member.suspended() && !member.retention())
        .filter(member -> header.scope().includes(member.user(), header.senderUser()))
        .flatMap(member ->
            directory.list(tx, parcel.name().network(), member.user(), member.listHash()).stream())
        .anyMatch(list -> list.list().device(device).isPresent());
  }

  /// A device that has keys again by now is not left out any longer.
  private boolean areDormant(Tx tx, Parcel parcel, Audience audience) {
    List<DeviceId> leftOut =
        parcel.header().leftOut().stream()
            .filter(device -> audience.place(device).isPresent())
            .toList();
    Set<DeviceId> dormant = directory.dormant(tx, parcel.name().network(), leftOut);
    return dormant.containsAll(leftOut);
  }

  private static boolean isSubset(BitSet part, BitSet whole) {
    BitSet more = (BitSet) part.clone();
    more.andNot(whole);
    return more.isEmpty();
  }

  private static BitSet required(Audience audience, MessageHeader header) {
    if (header.scope() instanceof MessageScope.Conversation) {
      return audience.slots();
    }
    BitSet required = audience.retentionSlots();
    for (Member member : audience.members()) {
      if (header.scope().includes(member.user(), header.senderUser())) {
        member.places().forEach(place -> required.set(place.slot()));
      }
    }
    return required;
  }

  private static Hash32 audienceHash(Audience audience, MessageHeader header) {
    if (header.scope() instanceof MessageScope.Conversation && header.leftOut().isEmpty()) {
      return audience.hash();
    }
    List<dev.wardroom.wire.message.Audience.User> users = new ArrayList<>();
    for (Member member : audience.members()) {
      if (member.retention() || header.scope().includes(member.user(), header.senderUser())) {
        users.add(member.asSeen());
      }
    }
    return dev.wardroom.wire.message.Audience.hash(users, header.leftOut());
  }
}

package dev.wardroom.server.conversations;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is in a conversation at one audience epoch, and with which devices. Immutable.
///
/// An epoch names one head of the log and one device list of each member: as long as the epoch in
/// the conversation's row is this one, everything here holds.
public final class Audience {
  /// A member, or the retention user.
  ///
  /// @param places none when suspended
  public record Member(
      UserId user,
      Hash32 rootKeyHash,
      long listVersion,
      Hash32 listHash,
      boolean suspended,
      boolean retention,
      List<Place> places) {
    public Member {
      places = List.copyOf(places);
    }

    /// As it stands in the hash of an audience.
    public dev.wardroom.wire.message.Audience.User asSeen() {
      return new dev.wardroom.wire.message.Audience.User(user, rootKeyHash, listHash);
    }
  }

  /// A device and the slot of its exchanges.
  public record Place(DeviceId device, UserId user, int slot, boolean retention) {}

  /// What the audience is of.
  public record Name(NetworkId network, ConversationId conversation) {}

  private final Name name;
  private final long epoch;
  private final long epochAt;
  private final long headEntry;
  private final Hash32 headHash;
  private final boolean direct;
  private final Map<UserId, Member> members;
  private final Map<DeviceId, Place> byDevice;
  private final @Nullable Place[] bySlot;
  private final BitSet slots;
  private final BitSet retentionSlots;
  private final @Nullable Audience before;
  private volatile @Nullable Hash32 hash;

  Audience(Name name, ConversationRow row, List<Member> members, @Nullable Audience before) {
    this.name = name;
    this.epoch = row.epoch();
    this.epochAt = row.epochAt();
    this.headEntry = row.headEntry();
    this.headHash = row.headHash();
    this.direct = row.isDirect();
    this.members = HashMap.newHashMap(members.size());
    this.byDevice = new HashMap<>();
    this.slots = new BitSet();
    this.retentionSlots = new BitSet();
    for (Member member : members) {
      this.members.put(member.user(), member);
      for (Place place : member.places()) {
        byDevice.put(place.device(), place);
        slots.set(place.slot());
        if (place.retention()) {
          retentionSlots.set(place.slot());
        }
      }
    }
    this.bySlot = new Place[slots.length()];
    byDevice.values().forEach(place -> bySlot[place.slot()] = place);
    this.before = before == null ? null : before.alone();
  }

  private Audience(Audience present) {
    this.name = present.name;
    this.epoch = present.epoch;
    this.epochAt = present.epochAt;
    this.headEntry = present.headEntry;
    this.headHash = present.headHash;
    this.direct = present.direct;
    this.members = present.members;
    this.byDevice = present.byDevice;
    this.bySlot = present.bySlot;
    this.slots = present.slots;
    this.retentionSlots = present.retentionSlots;
    this.before = null;
  }

  /// This audience without the one before it, so that old ones can be forgotten.
  private Audience alone() {
    return before == null ? this : new Audience(this);
  }

  /// The one that this replaced, if it is still good for messages that were sealed just before: one
  /// epoch older, replaced at most 30 seconds ago, and no retention device came in between, not
  /// even in another one's place.
  public Optional<Audience> graceful(long now) {
    Audience old = before;
    boolean good =
        old != null
            && old.epoch + 1 == epoch
            && now - epochAt <= ConversationLimits.EPOCH_GRACE_MILLIS
            && isWithin(retentionSlots, old.retentionSlots);
    return good ? Optional.ofNullable(old) : Optional.empty();
  }

  private static boolean isWithin(BitSet part, BitSet whole) {
    BitSet more = (BitSet) part.clone();
    more.andNot(whole);
    return more.isEmpty();
  }

  public Name name() {
    return name;
  }

  public NetworkId network() {
    return name.network();
  }

  public ConversationId conversation() {
    return name.conversation();
  }

  public long epoch() {
    return epoch;
  }

  /// Log number of the entry that this epoch is at.
  public long headEntry() {
    return headEntry;
  }

  public Hash32 headHash() {
    return headHash;
  }

  public boolean isDirect() {
    return direct;
  }

  public boolean hasRetention() {
    return !retentionSlots.isEmpty();
  }

  public Optional<Member> member(UserId user) {
    return Optional.ofNullable(members.get(user));
  }

  public List<Member> members() {
    return new ArrayList<>(members.values());
  }

  /// The place of a live device of a member.
  public Optional<Place> place(DeviceId device) {
    return Optional.ofNullable(byDevice.get(device));
  }

  public Optional<Place> place(int slot) {
    return slot < bySlot.length ? Optional.ofNullable(bySlot[slot]) : Optional.empty();
  }

  /// All places, in no order.
  public Iterable<Place> places() {
    return byDevice.values();
  }

  public int devices() {
    return byDevice.size();
  }

  /// The audience hash of a message to all of them that leaves nobody out. Computed once.
  public Hash32 hash() {
    Hash32 known = hash;
    if (known == null) {
      known =
          dev.wardroom.wire.message.Audience.hash(
              members.values().stream().map(Member::asSeen).toList(), List.of());
      hash = known;
    }
    return known;
  }

  /// A copy of the slots of all devices.
  public BitSet slots() {
    return (BitSet) slots.clone();
  }

  /// A copy of the slots of the retention user's devices.
  public BitSet retentionSlots() {
    return (BitSet) retentionSlots.clone();
  }
}

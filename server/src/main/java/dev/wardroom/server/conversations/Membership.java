package dev.wardroom.server.conversations;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.DeviceDirectory.ListedUser;
import dev.wardroom.server.conversations.ReaderStore.MemberRow;
import dev.wardroom.server.conversations.ReaderStore.Reader;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.Member;
import dev.wardroom.wire.log.RetentionMember;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps member and reader rows in step with the log's state and with device lists.
///
/// Slots: the lowest free one for each new device. A slot stays its device's while that is in, and
/// for two hours after it left and until nothing waits that could name it.
final class Membership {
  private final ReaderStore readers;
  private final DeviceDirectory directory;

  Membership(ReaderStore readers, DeviceDirectory directory) {
    this.readers = readers;
    this.directory = directory;
  }

  /// After an entry at a position: who came reads from it on, who left reads up to it.
  ///
  /// @return the users that came
  List<UserId> follow(Tx tx, Audience.Name name, ConversationState state, long number, long now) {
    Map<UserId, MemberRow> before = new HashMap<>();
    readers.members(tx, name).forEach(member -> before.put(member.user(), member));
    List<MemberRow> added = new ArrayList<>();
    Set<UserId> present = new HashSet<>();
    for (MemberRow member : rows(state)) {
      present.add(member.user());
      MemberRow old = before.get(member.user());
      if (old == null) {
        readers.addMember(tx, name, member);
        added.add(member);
      } else if (!old.rootKeyHash().equals(member.rootKeyHash())) {
        readers.changeRoot(tx, name, member.user(), member.rootKeyHash());
      }
    }
    for (UserId user : before.keySet()) {
      if (!present.contains(user)) {
        readers.removeMember(tx, name, user);
        readers.closeUser(tx, name, user, number, now);
      }
    }
    openAll(tx, name, added, number);
    return added.stream().map(MemberRow::user).toList();
  }

  private static List<MemberRow> rows(ConversationState state) {
    List<MemberRow> rows = new ArrayList<>();
    for (Member member : state.members()) {
      rows.add(new MemberRow(member.user(), member.rootKeyHash(), false, member.joinedAt()));
    }
    if (state.retention().isPresent()) {
      RetentionMember retention = state.retention().get();
      rows.removeIf(row -> row.user().equals(retention.user()));
      rows.add(
          new MemberRow(retention.user(), retention.rootKeyHash(), true, state.head().number()));
    }
    return rows;
  }

  private void openAll(Tx tx, Audience.Name name, List<MemberRow> added, long number) {
    if (added.isEmpty()) {
      return;
    }
    Map<UserId, ListedUser> listed =
        directory.users(tx, name.network(), added.stream().map(MemberRow::user).toList());
    Places places = new Places(tx, name);
    for (MemberRow member : added) {
      ListedUser user = listed.get(member.user());
      if (user == null || !user.rootKeyHash().equals(member.rootKeyHash())) {
        throw new Refusal(
            Reason.REASON_CONFLICT,
            "An added user is not in this network, or has another root key. Look the user up"
                + " again.");
      }
      requireRoom(tx, name, member.user());
      for (DeviceId device : user.devices()) {
        if (!places.open(device, member.user(), member.retention(), number)) {
          throw new Refusal(
              Reason.REASON_LIMIT_REACHED, "A conversation has at most 2,000 devices.");
        }
      }
    }
  }

  /// Places of devices that read the given position: open ones, and those that it closed.
  List<Audience.Place> readersAt(Tx tx, Audience.Name name, long number) {
    return readers.readers(tx, name).stream()
        .filter(reader -> reader.from() <= number && number <= reader.until())
        .map(reader ->
            new Audience.Place(reader.device(), reader.user(), reader.slot(), reader.retention()))
        .toList();
  }

  void closeAll(Tx tx, Audience.Name name, long number, long now) {
    readers.closeAll(tx, name, number, now);
  }

  private void requireRoom(Tx tx, Audience.Name name, UserId user) {
    if (readers.countOfUser(tx, name.network(), user)
        > ConversationLimits.CONVERSATIONS_PER_USER_MAX) {
      throw new Refusal(
          Reason.REASON_LIMIT_REACHED, "A user is in too many conversations. Leave some first.");
    }
  }

  /// A new device list: new devices read from the next position on.
  ///
  /// @param from the position after the newest
  /// @return how many got no place, because the conversation is full
  int addDevices(
      Tx tx, Audience.Name name, UserId user, boolean retention, List<DeviceId> added, long from) {
    Places places = new Places(tx, name);
    int without = 0;
    for (DeviceId device : added) {
      without += places.open(device, user, retention, from) ? 0 : 1;
    }
    return without;
  }

  /// Places being given in one transaction, under the conversation's row lock.
  private final class Places {
    private final Tx tx;
    private final Audience.Name name;
    private final Map<DeviceId, Reader> known = new HashMap<>();
    private final BitSet taken = new BitSet();
    private int open;

    private Places(Tx tx, Audience.Name name) {
      this.tx = tx;
      this.name = name;
      for (Reader reader : readers.readers(tx, name)) {
        known.put(reader.device(), reader);
        taken.set(reader.slot());
        open += reader.until() == Long.MAX_VALUE ? 1 : 0;
      }
    }

    /// False when the conversation is full.
    private boolean open(DeviceId device, UserId user, boolean retention, long from) {
      Reader old = known.get(device);
      if (old != null && old.until() == Long.MAX_VALUE) {
        return true;
      }
      if (open >= ConversationLimits.DEVICES_MAX) {
        return false;
      }
      open++;
      int slot = old == null ? taken.nextClearBit(0) : old.slot();
      readers.open(tx, name, new Audience.Place(device, user, slot, retention), from);
      taken.set(slot);
      return true;
    }
  }
}

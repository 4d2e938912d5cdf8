package dev.wardroom.server.conversations;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.DeviceDirectory.ListedUser;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.VerifiedLogEntry;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Conversations: their signed logs, who is in them, and with which devices. The package comment
/// has the rules. Thread-safe.
public final class Conversations {
  private static final Logger LOG = LoggerFactory.getLogger(Conversations.class);
  private static final byte[] FIRST = new byte[0];
  private static final long FIRST_NUMBER = 1;

  /// A user's devices are others than before: who shares a conversation is told after the commit.
  public record DevicesChanged(NetworkId network, UserId user) implements Events.Event {}

  /// Conversations of a user whose members are told of a new device list; the others learn of it
  /// when they next write.
  private static final int TOLD_CONVERSATIONS_MAX = 200;

  private final Database db;
  private final Events events;
  private final Clock clock;
  private final DeviceDirectory directory;
  private final ConversationStore store = new ConversationStore();
  private final ReaderStore readers = new ReaderStore();
  private final Membership membership;
  private final EntryLog log;
  private final Audiences audiences;
  private final Counter full;

  public Conversations(Kernel kernel, DeviceDirectory directory) {
    this.db = kernel.db();
    this.events = kernel.events();
    this.clock = kernel.clock();
    this.directory = directory;
    this.membership = new Membership(readers, directory);
    this.log = new EntryLog(store, directory, membership, kernel.events());
    this.audiences =
        new Audiences(store, readers, directory, ConversationLimits.CACHED_DEVICES_MAX);
    this.full = kernel.metrics().counter("wardroom.conversations.full");
  }

  /// Takes the first entry of a conversation.
  public AppendResult create(Caller caller, byte[] signed) {
    VerifiedLogEntry verified = db.read(tx -> log.verified(tx, caller, signed));
    return create(caller, verified, EntryLog.Origin.FRESH);
  }

  private AppendResult create(Caller caller, VerifiedLogEntry verified, EntryLog.Origin origin) {
    return decided(
        db.grouped(
            verified.entry().conversationId().toArray(),
            tx -> log.create(tx, caller, verified, origin, clock.millis())));
  }

  /// Takes the next entry, at the present head only.
  public AppendResult append(Caller caller, ConversationId conversation, byte[] signed) {
    if (parsed(signed).number() == FIRST_NUMBER) {
      throw new Refusal(
          Reason.REASON_MALFORMED, "A first entry makes a conversation and is no next one.");
    }
    return append(caller, conversation, signed, EntryLog.Origin.FRESH);
  }

  private AppendResult append(
      Caller caller, ConversationId conversation, byte[] signed, EntryLog.Origin origin) {
    VerifiedLogEntry verified = db.read(tx -> log.verified(tx, caller, signed));
    if (verified.entry().number() == FIRST_NUMBER) {
      return create(caller, verified, origin);
    }
    Audience.Name name = caller.name(conversation);
    return decided(
        db.grouped(
            conversation.toArray(),
            tx -> log.append(tx, caller, name, verified, origin, clock.millis())));
  }

  private static AppendResult decided(EntryLog.Outcome outcome) {
    return switch (outcome) {
      case EntryLog.Outcome.Decided(AppendResult result) -> result;
      case EntryLog.Outcome.Refused(Refusal why) -> throw why;
    };
  }

  /// After a restore: entries that the server lost, in order. What it has is passed over.
  ///
  /// @return the log number of the head afterwards
  public long offer(Caller caller, ConversationId conversation, List<byte[]> entries) {
    Audience.Name name = caller.name(conversation);
    for (byte[] signed : entries) {
      LogEntry entry = parsed(signed);
      if (!entry.conversationId().equals(conversation)) {
        throw new Refusal(Reason.REASON_MALFORMED, "An entry is of another conversation.");
      }
      if (entry.number() <= head(name)) {
        continue;
      }
      append(caller, conversation, signed, EntryLog.Origin.OFFERED);
    }
    return head(name);
  }

  private long head(Audience.Name name) {
    return db.read(tx -> store.find(tx, name).map(ConversationRow::headEntry).orElse(0L));
  }

  /// Conversations in which the caller is a member, by id.
  public List<Summary> list(Caller caller, byte[] after, int limit) {
    int most = Math.clamp(limit, 1, ConversationLimits.SUMMARIES_PER_CALL_MAX);
    return db.read(tx -> readers.summaries(tx, caller, after.length == 0 ? FIRST : after, most));
  }

  /// A conversation as one device sees it in a list.
  ///
  /// @param startEntry log number of the entry that added the user last
  /// @param from the position from which the device reads
  public record Summary(
      ConversationId conversation, ConversationRow row, long startEntry, long from, long acked) {}

  /// Signed entries from a log number on; a member may check the past.
  public List<byte[]> log(Caller caller, ConversationId conversation, long from, int limit) {
    Audience.Name name = caller.name(conversation);
    int most = Math.clamp(limit, 1, ConversationLimits.ENTRIES_PER_CALL_MAX);
    return db.read(tx -> {
      requireMember(tx, caller, name);
      return bounded(store.log(tx, name, from, most));
    });
  }

  private static List<byte[]> bounded(List<byte[]> entries) {
    int bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += entries.get(i).length;
      if (bytes > ConversationLimits.LOG_BYTES_PER_CALL_MAX && i > 0) {
        return entries.subList(0, i);
      }
    }
    return entries;
  }

  /// The whole state after an entry, for somebody who starts there.
  public byte[] state(Caller caller, ConversationId conversation, long entry) {
    Audience.Name name = caller.name(conversation);
    return db.read(tx -> {
      requireMember(tx, caller, name);
      return store
          .state(tx, name, entry)
          .orElseThrow(() ->
              new Refusal(
                  Reason.REASON_NOT_FOUND,
                  "The state of that entry is not kept. Ask for the one that added you."));
    });
  }

  /// Who must be encrypted to now.
  public Audience audience(Caller caller, ConversationId conversation) {
    Audience audience = audience(caller.name(conversation)).orElseThrow(EntryLog::absent);
    if (audience.member(caller.user()).isEmpty()) {
      throw EntryLog.absent();
    }
    return audience;
  }

  /// Who must be encrypted to now, for rooms that have checked the caller.
  public Optional<Audience> audience(Audience.Name name) {
    return db.read(tx -> audiences.current(tx, name));
  }

  /// The audience and the row it stands on, in a transaction.
  public Optional<Current> current(Tx tx, Audience.Name name) {
    return store
        .find(tx, name)
        .filter(row -> !row.deleted())
        .map(row -> new Current(row, audiences.of(tx, name, row)));
  }

  /// A conversation's row and the audience at its epoch.
  public record Current(ConversationRow row, Audience audience) {}

  /// Those of the audience's devices without a good prekey.
  public Set<DeviceId> dormant(Audience audience) {
    List<DeviceId> devices = new ArrayList<>();
    audience.places().forEach(place -> devices.add(place.device()));
    return db.read(tx -> directory.dormant(tx, audience.network(), devices));
  }

  /// Whether two users have a direct conversation.
  public boolean shareDirect(NetworkId network, UserId one, UserId other) {
    return db.read(tx -> readers.shareDirect(tx, network, DirectPair.of(one, other).toArray()));
  }

  /// A user's device list has a new version, or the user was suspended or let back in: raises the
  /// epochs of all conversations and gives and closes places, in the transaction that makes it so.
  public void deviceListChanged(Tx tx, NetworkId network, UserId user, Set<DeviceId> removed) {
    long now = clock.millis();
    events.publish(tx, new DevicesChanged(network, user));
    store.raiseEpochs(tx, network, user, now);
    removed.forEach(device -> readers.closeDevice(tx, network, device, now));
    ListedUser listed = directory.users(tx, network, List.of(user)).get(user);
    if (listed == null) {
      return;
    }
    Map<DeviceId, Set<ConversationId>> placed = new HashMap<>();
    listed.devices().forEach(device -> placed.put(device, readers.openPlaces(tx, network, device)));
    for (ConversationId id :
        readers.ofUser(
            tx, network, user, FIRST, ConversationLimits.CONVERSATIONS_PER_USER_MAX + 1)) {
      List<DeviceId> missing =
          listed.devices().stream()
              .filter(device -> !placed.getOrDefault(device, Set.of()).contains(id))
              .toList();
      if (!missing.isEmpty()) {
        openPlaces(tx, new Audience.Name(network, id), user, missing);
      }
    }
  }

  /// A conversation that is full takes no further device, and does not stop the list: the list may
  /// remove a stolen device at the same time.
  private void openPlaces(Tx tx, Audience.Name name, UserId user, List<DeviceId> devices) {
    Optional<ConversationRow> row = store.find(tx, name);
    if (row.isEmpty() || row.get().deleted()) {
      return;
    }
    boolean retention = readers.isRetention(tx, name, user);
    int without =
        membership.addDevices(tx, name, user, retention, devices, row.get().headNumber() + 1);
    if (without > 0) {
      tx.afterCommit(() -> full.increment(without));
      LOG.warn("a conversation is full: new devices of a member have no place devices={}", without);
    }
  }

  /// The people with whom a user shares a conversation, without the user.
  public Set<UserId> contacts(NetworkId network, UserId user) {
    return db.read(tx -> {
      Set<UserId> contacts = new HashSet<>();
      for (ConversationId id : readers.ofUser(tx, network, user, FIRST, TOLD_CONVERSATIONS_MAX)) {
        readers
            .members(tx, new Audience.Name(network, id))
            .forEach(member -> contacts.add(member.user()));
      }
      contacts.remove(user);
      return contacts;
    });
  }

  /// Forgets closed places whose last item is gone, so that their slots may be given again.
  ///
  /// @param floor the oldest position that still waits
  public void releaseSlots(Tx tx, Audience.Name name, long floor) {
    readers.releaseSlots(tx, name, floor, clock.millis() - ConversationLimits.SLOT_REST_MILLIS);
  }

  private void requireMember(Tx tx, Caller caller, Audience.Name name) {
    if (readers.startEntry(tx, name, caller.user()).isEmpty()) {
      throw EntryLog.absent();
    }
  }

  private static LogEntry parsed(byte[] signed) {
    try {
      return VerifiedLogEntry.unverified(signed);
    } catch (ProtocolException broken) {
      throw EntryLog.refusal(broken);
    }
  }
}

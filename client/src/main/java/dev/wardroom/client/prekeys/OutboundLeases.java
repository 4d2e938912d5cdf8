package dev.wardroom.client.prekeys;

import com.google.protobuf.ByteString;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.NetworkStatements;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.lease.ClaimedPrekey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.schema.v1.ClaimRequest;
import dev.wardroom.schema.v1.ClaimResponse;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Claims prekeys and keeps the leases under which this device writes. Belongs to the outbox's
/// thread.
public final class OutboundLeases {

  private static final long LEASE_MILLIS_MAX = 2 * WireLimits.LEASE_MILLIS_MAX;

  private final Local local;
  private final Me me;
  private final DeviceApi api;
  private final DeviceLists lists;
  private final NetworkStatements statements;
  private final OutboundLeaseStore store;
  private final PeerBatches batches;
  private final Hpke hpke = new Hpke();
  private final Map<ConversationId, List<OutboundLease>> open = new HashMap<>();

  public OutboundLeases(
      Local local, Me me, DeviceApi api, DeviceLists lists, NetworkStatements statements) {
    this.local = local;
    this.me = me;
    this.api = api;
    this.lists = lists;
    this.statements = statements;
    this.store = new OutboundLeaseStore(local);
    this.batches = new PeerBatches(local);
  }

  /// What a message can be sealed with.
  ///
  /// @param byDevice each recipient device with the lease that serves it
  /// @param without devices that have no good prekey: left out, and named
  public record Ready(Map<DeviceId, Use> byDevice, Set<DeviceId> without) {}

  public record Use(OutboundLease lease, LeasedDevice device) {}

  /// Leases for these devices, claimed where there are none.
  ///
  /// @param wanted recipient devices by their user
  public Ready ready(ConversationId conversation, Map<DeviceId, UserId> wanted)
      throws ProtocolException {
    long now = api.server().clock().millis();
    Map<DeviceId, Use> found = new LinkedHashMap<>();
    List<OutboundLease> leases = leases(conversation, now);
    for (DeviceId device : wanted.keySet()) {
      leases.stream()
          .filter(lease -> lease.usable(now) && lease.devices().containsKey(device))
          .findFirst()
          .ifPresent(lease ->
              found.put(
                  device,
                  new Use(lease, java.util.Objects.requireNonNull(lease.devices().get(device)))));
    }
    Set<DeviceId> missing = new HashSet<>(wanted.keySet());
    missing.removeAll(found.keySet());
    if (missing.isEmpty()) {
      return new Ready(found, Set.of());
    }
    OutboundLease claimed = claim(conversation, wanted, missing, now);
    claimed.devices().forEach((device, leased) -> found.put(device, new Use(claimed, leased)));
    missing.removeAll(found.keySet());
    return new Ready(found, missing);
  }

  private List<OutboundLease> leases(ConversationId conversation, long now) {
    List<OutboundLease> known =
        open.computeIfAbsent(
            conversation, id -> new ArrayList<>(local.db().tx(tx -> store.load(tx, id, now))));
    known.removeIf(lease -> {
      boolean over = !lease.usable(now);
      if (over) {
        lease.close();
      }
      return over;
    });
    return known;
  }

  private OutboundLease claim(
      ConversationId conversation, Map<DeviceId, UserId> wanted, Set<DeviceId> missing, long now)
      throws ProtocolException {
    ClaimRequest.Builder request =
        ClaimRequest.newBuilder().setConversationId(ByteString.copyFrom(conversation.toArray()));
    missing.forEach(device -> request.addDeviceIds(ByteString.copyFrom(device.toArray())));
    for (PeerBatches.Key known : batches.known(missing, now)) {
      request.addKnownBatches(
          ByteString.copyFrom(
              ByteBuffer.allocate(24)
                  .put(known.device().toArray())
                  .putLong(known.number())
                  .array()));
    }
    ClaimResponse response = api.call(Rpcs.CLAIM, request.build());
    LeaseKind kind =
        switch (response.getKind()) {
          case LEASE_KIND_ONE_MESSAGE -> LeaseKind.ONE_MESSAGE;
          case LEASE_KIND_HOUR -> LeaseKind.HOUR;
          case LEASE_KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw new ProtocolException(ProtocolError.MALFORMED, "kind of lease");
        };
    requirePlausible(response.getEndsAt(), now);
    LeasedDevice.Terms terms =
        new LeasedDevice.Terms(
            me.network(),
            conversation,
            me.user(),
            me.device(),
            Suite.P521_MLKEM1024,
            LeaseId.fromWire(response.getLeaseId().toByteArray()),
            kind,
            response.getEndsAt());
    Map<DeviceId, LeasedDevice> devices = new HashMap<>();
    for (dev.wardroom.schema.v1.ClaimedPrekey claimed : response.getPrekeysList()) {
      DeviceId device = DeviceId.fromWire(claimed.getDeviceId().toByteArray());
      UserId user = wanted.get(device);
      if (user != null && missing.contains(device)) {
        devices.put(device, begin(terms, claimed, device, user, now));
      }
    }
    OutboundLease lease =
        new OutboundLease(terms.lease(), kind, response.getEndsAt(), 0, devices, Set.of());
    leases(conversation, now).addFirst(lease);
    if (kind == LeaseKind.HOUR) {
      local.db().write(tx -> store.save(tx, conversation, lease));
    }
    return lease;
  }

  /// An end that cannot be means that one of the two clocks was set since the last answer: the
  /// server's time is asked for once, and what is sent next goes by it.
  private void requirePlausible(long endsAt, long now) throws ProtocolException {
    if (isPlausible(endsAt, now)) {
      return;
    }
    api.server().learnTime();
    if (!isPlausible(endsAt, api.server().clock().millis())) {
      throw new ProtocolException(ProtocolError.MALFORMED, "end of a lease");
    }
    throw new Unreachable("a clock was set");
  }

  private static boolean isPlausible(long endsAt, long now) {
    return endsAt > now && endsAt <= now + LEASE_MILLIS_MAX;
  }

  private LeasedDevice begin(
      LeasedDevice.Terms terms,
      dev.wardroom.schema.v1.ClaimedPrekey claimed,
      DeviceId device,
      UserId user,
      long now)
      throws ProtocolException {
    VerifiedDeviceList list = lists.require(user);
    dev.wardroom.wire.prekey.VerifiedBatch batch =
        batches.batch(device, claimed.getBatch(), claimed.getBatchSigned().toByteArray(), list);
    PublicPrekey prekey =
        PublicPrekey.fromWire(
            claimed.getPrekey().getAgreementKey().toByteArray(),
            claimed.getPrekey().getEncapsulationKey().toByteArray());
    boolean retention =
        statements
            .newest()
            .statement()
            .retention()
            .filter(rule -> rule.user().equals(user))
            .isPresent();
    ClaimedPrekey verified =
        ClaimedPrekey.verify(
            batch,
            claimed.getIndex(),
            prekey,
            path(claimed.getPath()),
            new ClaimedPrekey.Terms(
                now,
                batches.highestLowestGood(device),
                retention,
                statements.newest().statement().suiteFloor()));
    return LeasedDevice.begin(terms, verified, hpke, RandomSource.system());
  }

  private static List<Hash32> path(ByteString path) throws ProtocolException {
    if (path.size() % Hash32.LENGTH != 0
        || path.size() / Hash32.LENGTH > WireLimits.MERKLE_PATH_MAX) {
      throw new ProtocolException(ProtocolError.PREKEY_PROOF_INVALID, "length of a path");
    }
    List<Hash32> hashes = new ArrayList<>();
    for (int at = 0; at < path.size(); at += Hash32.LENGTH) {
      hashes.add(new Hash32(Bytes.of(path.substring(at, at + Hash32.LENGTH).toByteArray())));
    }
    return hashes;
  }

  /// A message was accepted: counts the use, and remembers whose records the server has now.
  public void accepted(Tx tx, ConversationId conversation, Map<OutboundLease, Set<DeviceId>> sent) {
    sent.forEach((lease, devices) -> {
      lease.accepted(devices);
      if (lease.kind() == LeaseKind.HOUR) {
        store.save(tx, conversation, lease);
      }
    });
  }

  /// The server says that a lease is over, or a device is gone: claim anew.
  public void drop(ConversationId conversation) {
    List<OutboundLease> known = open.remove(conversation);
    if (known == null) {
      known = local.db().tx(tx -> store.load(tx, conversation, 0));
    }
    List<OutboundLease> dropped = known;
    local.db().write(tx -> dropped.forEach(lease -> store.remove(tx, lease.id())));
    dropped.forEach(OutboundLease::close);
  }

  /// Ended leases go: their psk must not outlive them, neither on disk nor in memory.
  ///
  /// @param now by the later of the server's clock and ours
  /// @return when the next one ends, by this machine's clock; absent when there is none
  public Optional<Long> sweep(long now) {
    boolean any = local.db().tx(tx -> store.removeEnded(tx, now));
    if (any) {
      local.db().forgetDeleted();
    }
    long next = local.db().tx(store::nextEnd).orElse(Long.MAX_VALUE);
    for (List<OutboundLease> leases : open.values()) {
      leases.removeIf(lease -> {
        boolean over = lease.endsAt() <= now;
        if (over) {
          lease.close();
        }
        return over;
      });
      for (OutboundLease lease : leases) {
        next = Math.min(next, lease.endsAt());
      }
    }
    open.values().removeIf(List::isEmpty);
    long ahead = now - local.clock().millis();
    return next == Long.MAX_VALUE ? Optional.empty() : Optional.of(next - ahead);
  }
}

package dev.wardroom.server.mailbox.sending;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.RateLimiter;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.server.mailbox.sending.PrekeyDesk.Given;
import dev.wardroom.server.mailbox.store.ClaimedPrekeys;
import dev.wardroom.server.mailbox.store.LeaseStore;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.prekey.PrekeyId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gives leases: one prekey of each device that a message must be encrypted to.
///
/// For one message as long as all recipients' pools are over half and there are at most 16 devices,
/// else for an hour or 64 messages. The prekeys and the lease are one transaction: a prekey leaves
/// the pool if and only if the lease exists. A retention device that is away gives its last
/// standing prekey, for up to a year.
public final class Claims {
  private final Database db;
  private final Clock clock;
  private final RandomSource random;
  private final RateLimiter rates;
  private final LeaseStore leases;
  private final PrekeyDesk desk;
  private final MeterRegistry metrics;

  public Claims(Kernel kernel, LeaseStore leases, PrekeyDesk desk) {
    this.db = kernel.db();
    this.clock = kernel.clock();
    this.random = kernel.random();
    this.rates = kernel.rates();
    this.leases = leases;
    this.desk = desk;
    this.metrics = kernel.metrics();
  }

  /// What a claim got.
  ///
  /// @param endsAt milliseconds since epoch; the server takes no message of the lease after it
  /// @param dormant asked for, and without any good prekey
  public record Claimed(
      LeaseId lease,
      boolean oneMessage,
      long endsAt,
      List<Given> prekeys,
      List<DeviceId> dormant) {}

  private record Limited(DeviceId claimer, DeviceId device) {}

  /// @param wanted empty for all devices but the caller's own
  public Claimed claim(Caller caller, Audience audience, Collection<DeviceId> wanted) {
    List<DeviceId> devices = wanted(caller, audience, wanted);
    for (DeviceId device : devices) {
      rates.take("claim", new Limited(caller.device(), device), MailboxLimits.CLAIMS_PER_DEVICE);
    }
    LeaseId lease = new LeaseId(Bytes.wrap(random.bytes(LeaseId.LENGTH)));
    Claimed claimed =
        db.crossing(
            audience.conversation().toArray(), tx -> claim(tx, caller, audience, devices, lease));
    count(claimed);
    return claimed;
  }

  private void count(Claimed claimed) {
    String kind = claimed.oneMessage() ? "one-message" : "hour";
    metrics.counter("wardroom.claims", "kind", kind).increment();
    metrics.counter("wardroom.claims.prekeys").increment(claimed.prekeys().size());
    metrics.counter("wardroom.claims.dormant").increment(claimed.dormant().size());
  }

  private Claimed claim(
      Tx tx, Caller caller, Audience audience, List<DeviceId> devices, LeaseId lease) {
    boolean one =
        devices.size() <= MailboxLimits.ONE_MESSAGE_DEVICES_MAX
            && desk.overHalf(tx, audience.network(), devices);
    Map<DeviceId, Given> given = new HashMap<>(desk.take(tx, audience.network(), devices));
    List<DeviceId> late =
        devices.stream()
            .filter(device -> !given.containsKey(device))
            .filter(device -> audience.place(device).map(Audience.Place::retention).orElse(false))
            .toList();
    if (!late.isEmpty()) {
      given.putAll(desk.takeLastStanding(tx, audience.network(), late));
    }
    long endsAt = clock.millis() + MailboxLimits.LEASE_MILLIS;
    List<Given> prekeys = new ArrayList<>(given.size());
    List<DeviceId> dormant = new ArrayList<>();
    SortedMap<DeviceId, PrekeyId> claimed = new TreeMap<>();
    for (DeviceId device : devices) {
      Given prekey = given.get(device);
      if (prekey == null) {
        dormant.add(device);
      } else {
        prekeys.add(prekey);
        claimed.put(device, new PrekeyId(prekey.batch(), prekey.index()));
      }
    }
    leases.create(
        tx,
        audience.name(),
        new LeaseStore.Fresh(lease, caller.device(), one, endsAt, ClaimedPrekeys.of(claimed)));
    return new Claimed(lease, one, endsAt, prekeys, dormant);
  }

  private static List<DeviceId> wanted(
      Caller caller, Audience audience, Collection<DeviceId> wanted) {
    Set<DeviceId> all = new HashSet<>();
    audience.places().forEach(place -> all.add(place.device()));
    all.remove(caller.device());
    if (wanted.isEmpty()) {
      return all.stream().sorted().toList();
    }
    if (!all.containsAll(wanted)) {
      throw new Refusal(
          Reason.REASON_CONFLICT, "A device is not in the audience any more. Fetch the audience.");
    }
    return wanted.stream().distinct().sorted().toList();
  }
}

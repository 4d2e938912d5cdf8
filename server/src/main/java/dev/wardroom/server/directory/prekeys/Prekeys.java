package dev.wardroom.server.directory.prekeys;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The door of the prekey stock.
public final class Prekeys {
  private final Kernel kernel;

  public Prekeys(Kernel kernel) {
    this.kernel = kernel;
  }

  /// Keeps verified batches of a live device; says how many one-time prekeys it has now.
  ///
  /// Numbers rise: a lower one is refused as a conflict, except the same batch again, which is how
  /// a device repeats an upload whose answer it missed. What lies below the batch's "lowest good"
  /// is deleted, and so are standing prekeys that a newer one replaces.
  public long store(Tx tx, NetworkId network, DeviceId device, List<PreparedBatch> batches) {
    BatchStore.Numbers numbers =
        BatchStore.lockNumbers(tx, network, device)
            .orElseThrow(() ->
                new Refusal(Reason.REASON_FORBIDDEN, "This device was removed. Sign in again."));
    long now = kernel.clock().millis();
    for (PreparedBatch batch : batches) {
      numbers = storeOne(tx, batch, numbers, now);
    }
    BatchStore.setNumbers(tx, network, device, numbers);
    BatchStore.Stock stock = BatchStore.stock(tx, network, device, now);
    if (stock.oneTimeLeft() > kernel.limits().of(PrekeyLimits.STOCK)
        || stock.batches() > PrekeyLimits.BATCHES_MAX) {
      throw new Refusal(
          Reason.REASON_LIMIT_REACHED,
          "The stock of prekeys is full. Upload more when some are used.");
    }
    return stock.oneTimeLeft();
  }

  private static BatchStore.Numbers storeOne(
      Tx tx, PreparedBatch prepared, BatchStore.Numbers numbers, long now) {
    NetworkId network = prepared.batch().network();
    DeviceId device = prepared.batch().device();
    long number = prepared.batch().number();
    long lowest = prepared.batch().lowestGood();
    if (number <= numbers.highest()) {
      boolean again =
          BatchStore.signed(tx, network, device, number)
              .filter(kept -> Arrays.equals(kept, prepared.signed()))
              .isPresent();
      if (!again) {
        throw new Refusal(
            Reason.REASON_CONFLICT, "A batch of this number was here before. Number it higher.");
      }
      return numbers;
    }
    if (lowest < numbers.lowestGood()) {
      throw new Refusal(
          Reason.REASON_CONFLICT, "The lowest good batch number went back. Number it as before.");
    }
    BatchStore.insert(tx, prepared, now);
    if (lowest > numbers.lowestGood()) {
      BatchStore.dropBelow(tx, network, device, lowest);
    }
    if (prepared.isStanding()) {
      BatchStore.dropStandingBelow(tx, network, device, number);
    }
    return new BatchStore.Numbers(number, lowest);
  }

  /// Hands out one prekey of each of these devices: the next one-time prekey, or the standing one.
  /// A device that is absent from the answer is dormant. What was handed out is gone when the
  /// transaction commits, and is there again when it rolls back.
  public Map<DeviceId, TakenPrekey> take(Tx tx, NetworkId network, Collection<DeviceId> devices) {
    long now = kernel.clock().millis();
    Map<DeviceId, TakenPrekey> taken = HashMap.newHashMap(devices.size());
    for (List<byte[]> part : parts(devices)) {
      takePart(tx, network, part, now, taken);
    }
    return taken;
  }

  private void takePart(
      Tx tx, NetworkId network, List<byte[]> part, long now, Map<DeviceId, TakenPrekey> taken) {
    List<PrekeyStore.Taken> places = new ArrayList<>(part.size());
    List<byte[]> missing = part;
    for (int race = 0; race < PrekeyLimits.RACES_MAX && !missing.isEmpty(); race++) {
      List<PrekeyStore.Taken> fresh = PrekeyStore.take(tx, network, missing, now);
      places.addAll(fresh);
      missing = without(missing, fresh);
      // None taken is not yet none left: two claims can meet at the last key of a batch, and the
      // one that waited sees that batch empty before it sees the next one (PostgreSQL).
      if (fresh.isEmpty()
          && PrekeyStore.pools(tx, network, missing, now).stream()
              .allMatch(pool -> pool.left() == 0)) {
        break;
      }
    }
    if (!missing.isEmpty()) {
      places.addAll(PrekeyStore.standing(tx, network, missing, now));
    }
    if (places.isEmpty()) {
      return;
    }
    for (TakenPrekey key : PrekeyStore.keys(tx, network, places)) {
      taken.put(key.device(), key);
    }
    places.forEach(place -> clearAndWarn(tx, network, place, now));
  }

  private void clearAndWarn(Tx tx, NetworkId network, PrekeyStore.Taken place, long now) {
    if (place.standing()) {
      return;
    }
    if ((place.index() + 1) % place.chunkKeys() == 0 || place.left() == 0) {
      BatchStore.dropChunkLater(tx, network, place);
    }
    boolean perhapsLow =
        place.left() == PrekeyLimits.LOW_FIRST
            || place.left() == PrekeyLimits.LOW_AGAIN
            || place.left() == 0;
    if (!perhapsLow) {
      return;
    }
    DeviceId device = DeviceId.of(place.device());
    long left = BatchStore.stock(tx, network, device, now).oneTimeLeft();
    if (left <= PrekeyLimits.LOW_FIRST) {
      kernel.events().publish(tx, new PrekeysLow(network, device, left));
    }
  }

  private static List<byte[]> without(List<byte[]> devices, List<PrekeyStore.Taken> taken) {
    Set<Bytes> done = HashSet.newHashSet(taken.size());
    taken.forEach(each -> done.add(Bytes.wrap(each.device())));
    return devices.stream().filter(device -> !done.contains(Bytes.wrap(device))).toList();
  }

  /// Whether each of these devices has more than half of its one-time prekeys left: then a lease
  /// may be for one message.
  public boolean overHalf(Tx tx, NetworkId network, Collection<DeviceId> devices) {
    long now = kernel.clock().millis();
    int full = 0;
    for (List<byte[]> part : parts(devices)) {
      for (PrekeyStore.Pool pool : PrekeyStore.pools(tx, network, part, now)) {
        if (pool.left() * 2 > pool.capacity()) {
          full++;
        }
      }
    }
    return full == new HashSet<>(devices).size();
  }

  /// The newest standing prekey of each of these devices, also when it is over, as long as senders
  /// take it of a retention device: a year after it was made. Nothing is used up.
  public Map<DeviceId, TakenPrekey> lastStanding(
      Tx tx, NetworkId network, Collection<DeviceId> devices) {
    long goodAfter = kernel.clock().millis() - PrekeyLimits.LAST_STANDING_MILLIS;
    Map<DeviceId, TakenPrekey> found = HashMap.newHashMap(devices.size());
    for (List<byte[]> part : parts(devices)) {
      List<PrekeyStore.Taken> places = PrekeyStore.standing(tx, network, part, goodAfter);
      if (!places.isEmpty()) {
        PrekeyStore.keys(tx, network, places).forEach(key -> found.put(key.device(), key));
      }
    }
    return found;
  }

  /// Those of these devices that have a good prekey of either kind; the others are dormant and may
  /// be left out of a message.
  public Set<DeviceId> withGoodPrekey(Tx tx, NetworkId network, Collection<DeviceId> devices) {
    long now = kernel.clock().millis();
    Set<DeviceId> good = HashSet.newHashSet(devices.size());
    for (List<byte[]> part : parts(devices)) {
      good.addAll(PrekeyStore.good(tx, network, part, now));
    }
    return good;
  }

  public PrekeyStatus status(Tx tx, NetworkId network, DeviceId device) {
    BatchStore.Stock stock = BatchStore.stock(tx, network, device, kernel.clock().millis());
    long highest =
        BatchStore.numbers(tx, network, device).map(BatchStore.Numbers::highest).orElse(0L);
    return new PrekeyStatus(
        stock.oneTimeLeft(), highest, stock.standingNotAfter(), stock.claimedLastHour());
  }

  /// Deletes all prekeys of a device that was removed.
  public void dropAll(Tx tx, NetworkId network, DeviceId device) {
    BatchStore.dropBelow(tx, network, device, Long.MAX_VALUE);
  }

  /// One round of the sweeper; answers whether more may be waiting.
  public boolean sweepRound() {
    return sweep() >= PrekeyLimits.SWEEP_MAX;
  }

  /// Deletes a bounded number of batches that are over or empty; says how many.
  int sweep() {
    long now = kernel.clock().millis();
    return kernel
        .db()
        .tx(tx -> {
          List<BatchStore.Place> gone =
              new ArrayList<>(BatchStore.over(tx, now, PrekeyLimits.SWEEP_MAX));
          gone.addAll(
              BatchStore.emptied(
                  tx, now - PrekeyLimits.EMPTY_KEPT.toMillis(), PrekeyLimits.SWEEP_MAX));
          gone.forEach(place -> BatchStore.drop(tx, place));
          return gone.size();
        });
  }

  /// Ids in rising order, so that two claims for the same devices meet in the same order, cut into
  /// groups.
  private static List<List<byte[]>> parts(Collection<DeviceId> devices) {
    List<byte[]> sorted = devices.stream().distinct().sorted().map(DeviceId::toArray).toList();
    return new InSlots("d", PrekeyStore.GROUP).cut(sorted);
  }
}

package dev.wardroom.server.mailbox.store;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Refusal;
import java.util.Arrays;
import java.util.BitSet;

/// Packed exchanges: 51 bytes each, by strictly rising slot.
///
/// ```
/// slot (2, big-endian) || lease index (1) || sealed (48)
/// ```
///
/// Shards cut them by slot: shard s holds the slots 32 s to 32 s + 31.
public final class Exchanges {
  public static final int BYTES = 51;
  public static final int SEALED_AT = 3;
  public static final int SHARD_SLOTS = 32;

  /// Slots end here: twice the devices of a conversation, because those of closed places rest.
  public static final int SLOT_MAX = 4_096;

  private final byte[] packed;
  private final BitSet slots;

  private Exchanges(byte[] packed, BitSet slots) {
    this.packed = packed;
    this.slots = slots;
  }

  /// Refuses lengths, orders, slots and lease indexes that cannot be.
  public static Exchanges parse(byte[] packed, int leases) {
    if (packed.length % BYTES != 0) {
      throw malformed();
    }
    BitSet slots = new BitSet();
    int last = -1;
    for (int at = 0; at < packed.length; at += BYTES) {
      int slot = slotAt(packed, at);
      if (slot <= last || slot >= SLOT_MAX || leaseAt(packed, at) >= leases) {
        throw malformed();
      }
      slots.set(slot);
      last = slot;
    }
    return new Exchanges(packed, slots);
  }

  private static Refusal malformed() {
    return new Refusal(Reason.REASON_MALFORMED, "The packed exchanges are not well formed.");
  }

  /// The slots that have an exchange. Not to be changed.
  public BitSet slots() {
    return slots;
  }

  /// The slots whose exchange is of one lease.
  public BitSet slotsOf(int leaseIndex) {
    BitSet own = new BitSet();
    for (int at = 0; at < packed.length; at += BYTES) {
      if (leaseAt(packed, at) == leaseIndex) {
        own.set(slotAt(packed, at));
      }
    }
    return own;
  }

  /// The same without the exchanges of some slots.
  public Exchanges without(BitSet dropped) {
    if (!slots.intersects(dropped)) {
      return this;
    }
    byte[] kept = new byte[packed.length];
    int length = 0;
    for (int at = 0; at < packed.length; at += BYTES) {
      if (!dropped.get(slotAt(packed, at))) {
        System.arraycopy(packed, at, kept, length, BYTES);
        length += BYTES;
      }
    }
    BitSet left = (BitSet) slots.clone();
    left.andNot(dropped);
    return new Exchanges(Arrays.copyOf(kept, length), left);
  }

  /// Number of the last shard, or -1 when there is no exchange.
  public int lastShard() {
    return slots.isEmpty() ? -1 : (slots.length() - 1) / SHARD_SLOTS;
  }

  /// The packed exchanges of one shard; empty when it has none.
  public byte[] shard(int shard) {
    int from = lowerBound(shard * SHARD_SLOTS);
    int to = lowerBound((shard + 1) * SHARD_SLOTS);
    return Arrays.copyOfRange(packed, from, to);
  }

  /// Where the exchange of a slot begins in packed ones, or -1.
  public static int find(byte[] packed, int slot) {
    int low = 0;
    int high = packed.length / BYTES - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = slotAt(packed, middle * BYTES);
      if (found == slot) {
        return middle * BYTES;
      }
      if (found < slot) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  public int find(int slot) {
    return slots.get(slot) ? find(packed, slot) : -1;
  }

  public byte[] packed() {
    return packed;
  }

  public static int leaseAt(byte[] packed, int at) {
    return packed[at + 2] & 0xff;
  }

  private static int slotAt(byte[] packed, int at) {
    return ((packed[at] & 0xff) << 8) | (packed[at + 1] & 0xff);
  }

  private int lowerBound(int slot) {
    return slots.get(0, slot).cardinality() * BYTES;
  }
}

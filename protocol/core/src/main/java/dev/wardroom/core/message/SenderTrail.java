package dev.wardroom.core.message;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a device remembers of another device's sequence in one conversation: the highest number,
/// the last messages, and what is missing. Pure: [#accept] gives a new trail and what to show.
///
/// @param highest 0 = nothing seen yet
/// @param recent the last 64 accepted, oldest first
/// @param missing numbers not seen below the highest, rising, the highest 256 of them
public record SenderTrail(long highest, List<Seen> recent, List<Long> missing) {
  /// Nothing seen: whoever joins later starts wherever the device is.
  public static final SenderTrail NONE = new SenderTrail(0, List.of(), List.of());

  private static final int RECENT_MAX = 64;
  private static final int MISSING_MAX = 256;

  /// One accepted message.
  ///
  /// @param previous what it names as the one before
  /// @param own what the next message would name
  public record Seen(long sequence, Hash32 previous, Hash32 own) {}

  /// A new trail and what to show.
  public record Step(SenderTrail trail, Set<MessageNotice> notices) {}

  public SenderTrail {
    recent = List.copyOf(recent);
    missing = List.copyOf(missing);
  }

  /// Takes an opened message in. A message that was accepted before is not offered again: that is
  /// the check of seen ids.
  public Step accept(Seen next) {
    Set<MessageNotice> notices = EnumSet.noneOf(MessageNotice.class);
    if (contradicts(next)) {
      notices.add(MessageNotice.CLONE_ALARM);
    }
    List<Long> stillMissing = new ArrayList<>(missing);
    stillMissing.remove(Long.valueOf(next.sequence));
    if (highest > 0 && next.sequence > highest + 1) {
      notices.add(MessageNotice.SEQUENCE_GAP);
      long from = Math.max(highest + 1, next.sequence - MISSING_MAX);
      for (long sequence = from; sequence < next.sequence; sequence++) {
        stillMissing.add(sequence);
      }
    }
    List<Seen> seen = new ArrayList<>(recent);
    seen.add(next);
    return new Step(
        new SenderTrail(
            Math.max(highest, next.sequence),
            last(seen, RECENT_MAX),
            last(stillMissing, MISSING_MAX)),
        notices);
  }

  /// The server says that the message at this number expired or was withdrawn: no gap.
  public SenderTrail gone(long sequence) {
    List<Long> stillMissing = new ArrayList<>(missing);
    stillMissing.remove(Long.valueOf(sequence));
    if (highest > 0 && sequence > highest + 1) {
      long from = Math.max(highest + 1, sequence - MISSING_MAX);
      for (long between = from; between < sequence; between++) {
        stillMissing.add(between);
      }
    }
    return new SenderTrail(Math.max(highest, sequence), recent, last(stillMissing, MISSING_MAX));
  }

  private boolean contradicts(Seen next) {
    for (Seen seen : recent) {
      boolean samePlace = seen.sequence == next.sequence;
      boolean sameParent = seen.previous.equals(next.previous);
      boolean brokenChain = seen.sequence + 1 == next.sequence && !seen.own.equals(next.previous);
      boolean brokenBack = next.sequence + 1 == seen.sequence && !next.own.equals(seen.previous);
      if (samePlace || sameParent || brokenChain || brokenBack) {
        return true;
      }
    }
    return next.sequence <= highest
        && !missing.contains(next.sequence)
        && !recent.isEmpty()
        && next.sequence > recent.getFirst().sequence;
  }

  /// For the caller's store.
  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(5000).u8(1).u64(highest).u16(recent.size());
    for (Seen seen : recent) {
      writer.u64(seen.sequence).fixed(seen.previous.bytes()).fixed(seen.own.bytes());
    }
    writer.u16(missing.size());
    missing.forEach(writer::u64);
    return writer.toArray();
  }

  public static SenderTrail decode(byte[] stored) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(stored).version(1);
    long highest = reader.u64();
    List<Seen> recent = new ArrayList<>();
    for (int i = reader.count(RECENT_MAX); i > 0; i--) {
      recent.add(new Seen(reader.u64(), Hash32.read(reader), Hash32.read(reader)));
    }
    List<Long> missing = new ArrayList<>();
    for (int i = reader.count(MISSING_MAX); i > 0; i--) {
      missing.add(reader.u64());
    }
    reader.end();
    return new SenderTrail(highest, recent, missing);
  }

  private static <T> List<T> last(List<T> items, int max) {
    return items.subList(Math.max(0, items.size() - max), items.size());
  }
}

package dev.wardroom.server.mailbox.store;

import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.MessageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is remembered of one sending device in one conversation: its counter, and its last messages
/// for answering repeats. Not thread-safe: it belongs to the conversation's place in [Hot].
public final class Remembered {
  /// One accepted message.
  public record Sent(MessageId id, byte[] digest, long number, long acceptedAt) {}

  private static final int SENT_BYTES = 96;
  private static final int DIGEST_BYTES = 64;
  private static final byte[] NOTHING = new byte[0];

  private final List<Sent> recent;
  private long sequence;

  /// @param recent oldest first; the last one has the sequence
  public Remembered(long sequence, List<Sent> recent) {
    this.sequence = sequence;
    this.recent = new ArrayList<>(recent);
  }

  public static Remembered decode(long sequence, byte[] packed) {
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    List<Sent> recent = new ArrayList<>(packed.length / SENT_BYTES);
    while (buffer.hasRemaining()) {
      byte[] id = new byte[MessageId.LENGTH];
      byte[] digest = new byte[DIGEST_BYTES];
      buffer.get(id).get(digest);
      recent.add(
          new Sent(new MessageId(Bytes.wrap(id)), digest, buffer.getLong(), buffer.getLong()));
    }
    return new Remembered(sequence, recent);
  }

  public byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(recent.size() * SENT_BYTES);
    for (Sent sent : recent) {
      buffer.put(sent.id().bytes().unsafeArray()).put(sent.digest());
      buffer.putLong(sent.number()).putLong(sent.acceptedAt());
    }
    return buffer.array();
  }

  /// Takes note of the next message.
  public void add(Sent sent) {
    sequence++;
    recent.add(sent);
    if (recent.size() > MailboxLimits.REMEMBERED) {
      recent.removeFirst();
    }
  }

  /// Keeps only the newest few, to save memory; the rest can be read again.
  public void trim(int kept) {
    if (recent.size() > kept) {
      recent.subList(0, recent.size() - kept).clear();
    }
  }

  public long sequence() {
    return sequence;
  }

  /// Digest of the last accepted message; empty when there is none.
  public byte[] lastDigest() {
    Sent last = last();
    return last == null ? NOTHING : last.digest();
  }

  public Optional<Sent> find(MessageId id) {
    return recent.stream().filter(sent -> sent.id().equals(id)).findFirst();
  }

  /// True when everything that is still remembered of the device is here.
  public boolean isWhole() {
    return recent.size() >= Math.min(sequence, MailboxLimits.REMEMBERED);
  }

  private @Nullable Sent last() {
    return recent.isEmpty() ? null : recent.getLast();
  }
}

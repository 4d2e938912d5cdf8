package dev.wardroom.wire.message;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;

/// A place in a conversation's log: the entry's log number, from 1, and its hash. 40 bytes.
public record LogHead(long number, Hash32 hash) {
  public LogHead {
    if (number < 1) {
      throw new IllegalArgumentException("log numbers start at 1");
    }
  }

  static LogHead read(CanonicalReader reader) throws ProtocolException {
    long number = MessageHeader.positive(reader.u64());
    return new LogHead(number, Hash32.read(reader));
  }

  void write(CanonicalWriter writer) {
    writer.u64(number).fixed(hash.bytes());
  }
}

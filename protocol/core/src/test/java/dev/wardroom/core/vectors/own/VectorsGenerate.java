package dev.wardroom.core.vectors.own;

import dev.wardroom.core.InsecureSeededRandom;
import dev.wardroom.core.RandomSource;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Writes `vectors/` anew. Keys and all else come from a fixed seed; signatures are the provider's
/// and differ in each run, so that vectors are made again only when the protocol changes.
public final class VectorsGenerate {
  private VectorsGenerate() {}

  public static void main(String[] arguments) throws IOException, ProtocolException {
    write(OwnVectors.folder());
  }

  static void write(Path folder) throws IOException, ProtocolException {
    new ObjectCases(seeded("objects")).write(folder);
    new MessageCases(Suite.P521, seeded("suite 1")).write(folder);
    new MessageCases(Suite.P521_MLKEM1024, seeded("suite 2")).write(folder);
    new AccountCases(seeded("accounts")).write(folder);
    new ReceiverCases(seeded("receiver")).write(folder);
    new RoomCases(seeded("rooms")).write(folder);
    new RootCases(seeded("roots")).write(folder);
    new LimitCases(seeded("limits")).write(folder);
    new LinkCases(seeded("links")).write(folder);
  }

  private static RandomSource seeded(String part) {
    return new InsecureSeededRandom(
        ("wardroom vectors 1: " + part).getBytes(StandardCharsets.UTF_8));
  }
}

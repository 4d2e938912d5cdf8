package dev.wardroom.core.fuzz;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.PasswordParameters;
import dev.wardroom.core.account.RecoveryKey;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.core.message.SenderTrail;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.P521PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What holds secrets, or comes back from the own store; and codes that people type.
final class SecretTargets {
  /// The end of the link code in the vectors is two minutes later.
  private static final long LINK_NOW = 1_800_000_000_000L;

  private static final int FIELD_MAX = 256;

  private final Seeds seeds;

  SecretTargets(Seeds seeds) {
    this.seeds = seeds;
  }

  List<Target> all() {
    List<Target> all = new ArrayList<>();
    addCodes(all);
    all.add(
        new Target(
            "sender trail",
            List.of(SenderTrail.class),
            trails(),
            x -> SenderTrail.decode(x).encode()));
    all.add(
        new Target("private prekey", List.of(PrivatePrekey.class), prekeys(), SecretTargets::key));
    all.add(
        new Target("leased device", List.of(LeasedDevice.class), leased(), SecretTargets::leased));
    all.add(
        new Target(
            "scalar",
            List.of(RootKey.class, NetworkKey.class, P521PrivateKey.class),
            seeds.hex("scalar"),
            SecretTargets::scalar));
    all.add(
        new Target(
            "scalar and point",
            List.of(DeviceKey.class, P521PrivateKey.class),
            pairs(),
            SecretTargets::pair));
    all.add(
        new Target(
            "password parameters",
            List.of(PasswordParameters.class),
            List.of(parameters(65_536, 3, 1), parameters(1_048_576, 16, 8)),
            SecretTargets::parameters));
    return all;
  }

  private void addCodes(List<Target> all) {
    all.add(
        new Target(
            "link code",
            List.of(LinkCode.class),
            seeds.texts("code"),
            x -> Seeds.bytes(LinkCode.parse(Seeds.text(x), LINK_NOW).toText())));
    all.add(
        new Target(
            "account key code",
            List.of(AccountKey.class),
            seeds.texts("code"),
            SecretTargets::accountKey));
    all.add(
        new Target(
            "recovery key code",
            List.of(RecoveryKey.class),
            seeds.texts("code"),
            SecretTargets::recoveryKey));
  }

  /// A code may be typed in many ways: what it prints is read back as the same key.
  private static byte[] accountKey(byte[] input) throws ProtocolException {
    try (AccountKey typed = AccountKey.parse(Seeds.text(input));
        AccountKey again = AccountKey.parse(typed.toCode())) {
      requireSame(typed.read(SecretAccess.granted()), again.read(SecretAccess.granted()));
    }
    return input;
  }

  private static byte[] recoveryKey(byte[] input) throws ProtocolException {
    try (RecoveryKey typed = RecoveryKey.parse(Seeds.text(input));
        RecoveryKey again = RecoveryKey.parse(typed.toCode())) {
      requireSame(typed.read(SecretAccess.granted()), again.read(SecretAccess.granted()));
    }
    return input;
  }

  private static void requireSame(byte[] one, byte[] other) {
    if (!java.util.Arrays.equals(one, other)) {
      throw new AssertionError("another key: " + HexFormat.of().formatHex(other));
    }
  }

  private static List<byte[]> trails() {
    SenderTrail trail = SenderTrail.NONE;
    Hash32 previous = Hash32.ZERO;
    List<byte[]> all = new ArrayList<>();
    for (long sequence : new long[] {1, 2, 5, 9}) {
      Hash32 own = Hash32.cut(new byte[] {(byte) sequence});
      trail = trail.accept(new SenderTrail.Seen(sequence, previous, own)).trail();
      previous = own;
      all.add(trail.encode());
    }
    return all;
  }

  /// `u8 1 || u32 batch || u16 index || point || scalar || seed` out of the vectors of messages.
  private List<byte[]> prekeys() {
    List<byte[]> all = new ArrayList<>();
    List<byte[]> points = seeds.hex("point");
    for (byte[] scalar : seeds.hex("scalar")) {
      for (byte[] point : points) {
        CanonicalWriter writer = new CanonicalWriter().u8(1).u32(2).u16(0);
        all.add(writer.fixed(point).fixed(scalar).bool(false).toArray());
      }
    }
    CanonicalWriter writer = new CanonicalWriter().u8(1).u32(2).u16(0);
    writer.fixed(points.getLast()).fixed(seeds.hex("scalar").getLast()).bool(true);
    all.add(writer.fixed(seeds.hex("seed").getFirst()).toArray());
    return all;
  }

  private static byte[] key(byte[] input) throws ProtocolException {
    try (SecretBytes stored = SecretBytes.wrap(input.clone());
        PrivatePrekey prekey = PrivatePrekey.decode(stored);
        SecretBytes again = prekey.encode()) {
      return again.read(SecretAccess.granted()).clone();
    }
  }

  private List<byte[]> leased() {
    List<byte[]> all = new ArrayList<>();
    byte[] point = seeds.hex("ephemeralKey").getFirst();
    for (byte[] record : seeds.hex("leaseRecord")) {
      all.add(new CanonicalWriter().u8(1).variable(record).fixed(point).toArray());
      CanonicalWriter writer = new CanonicalWriter().u8(1).variable(record).fixed(point);
      all.add(writer.fixed(new byte[64 + 64]).toArray());
    }
    return all;
  }

  private static byte[] leased(byte[] input) throws ProtocolException {
    try (SecretBytes stored = SecretBytes.wrap(input.clone());
        LeasedDevice device = LeasedDevice.decode(stored);
        SecretBytes again = device.encode()) {
      return again.read(SecretAccess.granted()).clone();
    }
  }

  private static byte[] scalar(byte[] input) throws ProtocolException {
    try (SecretBytes scalar = SecretBytes.wrap(input.clone());
        RootKey key = RootKey.fromScalar(scalar);
        SecretBytes again = key.exportScalar();
        NetworkKey other = NetworkKey.fromScalar(scalar)) {
      if (!other.publicKey().equals(key.publicKey())) {
        throw new AssertionError("one scalar, two points");
      }
      return again.read(SecretAccess.granted()).clone();
    }
  }

  private List<byte[]> pairs() {
    List<byte[]> all = new ArrayList<>();
    for (byte[] scalar : seeds.hex("scalar")) {
      for (byte[] point : seeds.hex("point")) {
        all.add(new CanonicalWriter().variable(scalar).variable(point).toArray());
      }
    }
    return all;
  }

  private static byte[] pair(byte[] input) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    byte[] secret = reader.variable(FIELD_MAX).toArray();
    P521PublicKey point = P521PublicKey.fromWire(reader.variable(FIELD_MAX).toArray());
    reader.end();
    try (SecretBytes scalar = SecretBytes.wrap(secret);
        DeviceKey key = DeviceKey.fromPair(scalar, point);
        SecretBytes again = key.exportScalar()) {
      return new CanonicalWriter()
          .variable(again.read(SecretAccess.granted()))
          .variable(key.publicKey().bytes())
          .toArray();
    }
  }

  private static byte[] parameters(int memoryKib, int passes, int lanes) {
    CanonicalWriter writer = new CanonicalWriter().variable(new byte[16]).u32(memoryKib);
    return writer.u32(passes).u32(lanes).toArray();
  }

  private static byte[] parameters(byte[] input) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    byte[] salt = reader.variable(FIELD_MAX).toArray();
    int memoryKib = (int) reader.u32();
    int passes = (int) reader.u32();
    int lanes = (int) reader.u32();
    reader.end();
    PasswordParameters read = PasswordParameters.fromWire(salt, memoryKib, passes, lanes);
    CanonicalWriter writer = new CanonicalWriter().variable(read.salt()).u32(read.memoryKib());
    return writer.u32(read.passes()).u32(read.lanes()).toArray();
  }
}

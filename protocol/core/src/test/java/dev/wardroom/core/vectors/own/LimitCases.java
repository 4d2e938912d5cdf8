package dev.wardroom.core.vectors.own;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.SignedBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Sizes, counts and lives at their limits, and one more. The bodies are written by hand, because
/// our own classes make none that is over.
final class LimitCases {
  private static final long NOW = VectorPerson.NOW;

  private final RandomSource random;
  private final NetworkId network;
  private final UserId user;
  private final P521PrivateKey rootScalar;
  private final P521PublicKey rootKey;
  private final P521PublicKey deviceKey;

  LimitCases(RandomSource random) throws ProtocolException {
    this.random = random;
    network = NetworkId.of(random.bytes(16));
    user = UserId.of(random.bytes(16));
    rootScalar = P521PrivateKey.generate(random);
    rootKey = rootScalar.publicKey();
    deviceKey = DeviceKey.generate(random).publicKey();
  }

  void write(Path folder) throws IOException {
    VectorFile file = new VectorFile("limits.json", "At a limit, and one more");
    lists(file);
    headers(file);
    statements(file);
    texts(file);
    file.write(folder);
  }

  private ObjectNode signed(String field, byte[] body) {
    SignedBytes signed = new SignedBytes(Bytes.wrap(body), List.of(rootScalar.sign(body)));
    ObjectNode node = VectorFile.fields().put("network", network.toString());
    node.put("user", user.toString());
    node.putArray(field).add(MessageOperations.hex(signed.encode()));
    return node;
  }

  private List<byte[]> rising(int count) {
    List<Bytes> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(Bytes.wrap(random.bytes(16)));
    }
    Collections.sort(ids);
    return ids.stream().map(Bytes::toArray).toList();
  }

  private byte[] list(long life, int devices, int removed, int suites) {
    CanonicalWriter writer = CanonicalWriter.labelled(Labels.DEVICE_LIST).u8(1);
    writer.fixed(network.bytes()).fixed(user.bytes()).fixed(rootKey.bytes()).u32(1);
    writer.fixed(Hash32.ZERO.bytes()).u64(NOW).u64(NOW + life).u16(devices);
    for (byte[] id : rising(devices)) {
      writer.fixed(id).fixed(devices == 1 ? deviceKey.bytes() : key()).u64(NOW).u8(suites);
      for (int suite = 1; suite <= suites; suite++) {
        writer.u8(suite);
      }
    }
    writer.u16(removed);
    rising(removed).forEach(writer::fixed);
    return writer.toArray();
  }

  private Bytes key() {
    return DeviceKey.generate(random).publicKey().bytes();
  }

  private void lists(VectorFile file) {
    String op = "device lists";
    long life = WireLimits.DEVICE_LIST_LIFE_MILLIS_MAX;
    ProtocolError large = ProtocolError.TOO_LARGE;
    ProtocolError malformed = ProtocolError.MALFORMED;
    file.good("a list of 366 days", op, signed("lists", list(life, 1, 0, 1)));
    file.refused("a millisecond more", op, signed("lists", list(life + 1, 1, 0, 1)), malformed);
    file.refused("no life", op, signed("lists", list(0, 1, 0, 1)), malformed);
    file.good("16 devices", op, signed("lists", list(life, 16, 0, 1)));
    file.refused("17 devices", op, signed("lists", list(life, 17, 0, 1)), large);
    file.good("no device", op, signed("lists", list(life, 0, 0, 1)));
    file.good("512 removed ids", op, signed("lists", list(life, 1, 512, 1)));
    file.refused("513 removed ids", op, signed("lists", list(life, 1, 513, 1)), large);
    file.good("8 suites, six of them unknown", op, signed("lists", list(life, 1, 0, 8)));
    file.refused("9 suites", op, signed("lists", list(life, 1, 0, 9)), large);
    file.refused("no suite", op, signed("lists", list(life, 1, 0, 0)), malformed);
    byte[] body = new byte[WireLimits.DEVICE_LIST_BYTES_MAX + 1];
    file.refused("12,289 bytes", op, signed("lists", body), large);
    file.refused(
        "12,288 bytes of something else",
        op,
        signed("lists", new byte[WireLimits.DEVICE_LIST_BYTES_MAX]),
        malformed);
  }

  private ObjectNode header(int leftOut, boolean rising) {
    CanonicalWriter writer = new CanonicalWriter().u8(1).u8(1);
    byte[] id = random.bytes(16);
    id[6] = (byte) (0x70 | (id[6] & 0x0f));
    id[8] = (byte) (0x80 | (id[8] & 0x3f));
    writer.fixed(id).fixed(random.bytes(32)).fixed(user.bytes()).fixed(random.bytes(16));
    writer.fixed(random.bytes(32)).u64(1).fixed(random.bytes(32)).fixed(random.bytes(32));
    writer.u16(leftOut);
    List<byte[]> ids = rising(leftOut);
    (rising ? ids : ids.reversed()).forEach(writer::fixed);
    writer.u64(1).fixed(Hash32.ZERO.bytes()).u64(NOW).u32(0).u8(1).u8(2).fixed(random.bytes(32));
    return VectorFile.fields().put("header", MessageOperations.hex(writer.toArray()));
  }

  private void headers(VectorFile file) {
    String op = "header";
    file.good("2,000 left-out devices", op, header(2_000, true));
    file.refused("2,001 left-out devices", op, header(2_001, true), ProtocolError.TOO_LARGE);
    file.refused("left-out devices that fall", op, header(2, false), ProtocolError.MALFORMED);
    ObjectNode good = header(0, true);
    ProtocolError malformed = ProtocolError.MALFORMED;
    file.refused("id of another version", op, good, n -> put(n, 8, 0x40), malformed);
    file.refused(
        "a log number of zero", op, good, n -> VectorFile.flip(n, "header", 121), malformed);
    file.refused("a sequence of zero", op, good, n -> VectorFile.flip(n, "header", 195), malformed);
    file.refused(
        "the first message names one before",
        op,
        good,
        n -> VectorFile.flip(n, "header", 196),
        malformed);
    file.refused("another scope", op, good, n -> put(n, 274 - 34, 4), malformed);
    file.refused("another urgency", op, good, n -> put(n, 274 - 33, 9), malformed);
    file.refused("another suite", op, good, n -> put(n, 1, 9), ProtocolError.UNSUPPORTED_SUITE);
  }

  private static void put(ObjectNode node, int at, int value) {
    String hex = node.get("header").asString();
    node.put(
        "header",
        hex.substring(0, 2 * at) + String.format("%02x", value) + hex.substring(2 * at + 2));
  }

  private byte[] statement(long life, int owners, int federated) {
    CanonicalWriter writer = CanonicalWriter.labelled(Labels.NETWORK_STATEMENT).u8(1);
    writer.fixed(network.bytes()).u32(1).fixed(Hash32.ZERO.bytes()).u64(NOW).u64(NOW + life);
    List<Bytes> keys = new ArrayList<>();
    keys.add(rootKey.bytes());
    while (keys.size() < owners) {
      keys.add(key());
    }
    Collections.sort(keys);
    writer.u16(owners);
    keys.subList(0, owners).forEach(writer::fixed);
    writer.bool(false).u8(1).u16(federated);
    List<Bytes> hashes = new ArrayList<>();
    for (int i = 0; i < federated; i++) {
      hashes.add(Bytes.wrap(random.bytes(32)));
    }
    Collections.sort(hashes);
    hashes.forEach(writer::fixed);
    return writer.toArray();
  }

  private void statements(VectorFile file) {
    String op = "network statements";
    long life = WireLimits.STATEMENT_LIFE_MILLIS_MAX;
    file.good("a statement of 90 days", op, signed("statements", statement(life, 1, 0)));
    file.refused(
        "a day more", op, signed("statements", statement(life + 1, 1, 0)), ProtocolError.MALFORMED);
    file.good("3 owner keys", op, signed("statements", statement(life, 3, 0)));
    file.refused(
        "4 owner keys", op, signed("statements", statement(life, 4, 0)), ProtocolError.TOO_LARGE);
    file.refused(
        "no owner key", op, signed("statements", statement(life, 0, 0)), ProtocolError.MALFORMED);
    file.good("64 federated networks", op, signed("statements", statement(life, 1, 64)));
    file.refused(
        "65 federated networks",
        op,
        signed("statements", statement(life, 1, 65)),
        ProtocolError.TOO_LARGE);
  }

  private void texts(VectorFile file) {
    String op = "pad";
    String most = "61".repeat(WireLimits.CONTENT_BYTES_MAX);
    file.good("65,532 bytes of content", op, VectorFile.fields().put("content", most));
    file.refused(
        "65,533 bytes of content",
        op,
        VectorFile.fields().put("content", most + "61"),
        ProtocolError.TOO_LARGE);
    String link = "invitation link";
    String tail = "/#i/AAAAAAAAAAAAAAAAAAAAAA/AAAAAAAAAAAAAAAAAAAAAA/-";
    String longest = "https://" + "a".repeat(253) + ":65535" + tail;
    file.good("a host of 253 characters", link, VectorFile.fields().put("link", longest));
    file.refused(
        "254 characters of host",
        link,
        VectorFile.fields().put("link", longest.replace("https://", "https://b")),
        ProtocolError.MALFORMED);
    String record = "lease record";
    String label = MessageOperations.hex(CanonicalWriter.labelled(Labels.LEASE_RECORD).toArray());
    String large = label + "00".repeat(WireLimits.LEASE_RECORD_BYTES_MAX + 1 - label.length() / 2);
    file.refused(
        "2,049 bytes of lease record",
        record,
        VectorFile.fields().put("record", large),
        ProtocolError.TOO_LARGE);
  }
}

package dev.wardroom.core.vectors.own;

import static dev.wardroom.core.vectors.own.VectorFile.cut;
import static dev.wardroom.core.vectors.own.VectorFile.extend;
import static dev.wardroom.core.vectors.own.VectorFile.flip;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.text.SessionChallenge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Keys, device lists, statements, sessions, padding, audience, exchange info.
final class ObjectCases {
  private static final long NOW = VectorPerson.NOW;
  private static final long DAY = VectorPerson.DAY;

  private final RandomSource random;
  private final NetworkId network;
  private final VectorPerson person;

  ObjectCases(RandomSource random) throws ProtocolException {
    this.random = random;
    network = NetworkId.of(random.bytes(16));
    person = new VectorPerson(network, random);
  }

  void write(Path folder) throws IOException {
    VectorFile keys = new VectorFile("keys.json", "Points and signatures");
    keys(keys);
    keys.write(folder);
    VectorFile lists = new VectorFile("device-lists.json", "Chains of device lists, sessions");
    lists(lists);
    session(lists);
    lists.write(folder);
    VectorFile statements = new VectorFile("network-statements.json", "Chains of statements");
    statements(statements);
    statements.write(folder);
    VectorFile parts = new VectorFile("message-parts.json", "Padding, audience, exchange info");
    parts(parts);
    parts.write(folder);
  }

  private void keys(VectorFile file) {
    ObjectNode point = VectorFile.fields().put("point", person.list.rootKey().bytes().toHex());
    ProtocolError invalid = ProtocolError.KEY_INVALID;
    file.good("point", "point", point);
    file.refused("off the curve", "point", point, n -> flip(n, "point", -1), invalid);
    file.refused("cut", "point", point, n -> cut(n, "point"), invalid);
    file.refused("longer", "point", point, n -> extend(n, "point"), invalid);
    file.refused(
        "compressed", "point", point, n -> n.put("point", "02" + "11".repeat(66)), invalid);
    file.refused("infinity", "point", point, n -> n.put("point", "00"), invalid);
    file.refused(
        "x too large", "point", point, n -> n.put("point", "04" + "ff".repeat(132)), invalid);
    ObjectNode signed = VectorFile.fields();
    signed.put("key", person.list.rootKey().bytes().toHex());
    signed.put("message", person.signed.body().toHex());
    signed.put("signature", person.signed.signature().bytes().toHex());
    file.good("signature", "signature", signed);
    ProtocolError form = ProtocolError.SIGNATURE_FORM;
    String low = signed.get("signature").asString();
    file.refused("high s", "signature", signed, n -> n.put("signature", highS(low)), form);
    file.refused("zero", "signature", signed, n -> n.put("signature", "00".repeat(132)), form);
    file.refused("cut", "signature", signed, n -> cut(n, "signature"), form);
    file.refused(
        "other message",
        "signature",
        signed,
        n -> flip(n, "message", 9),
        ProtocolError.SIGNATURE_INVALID);
    ObjectNode kem = VectorFile.fields().put("key", "00".repeat(1568));
    file.good("coefficients below the modulus", "encapsulation key", kem);
    file.refused(
        "a large coefficient",
        "encapsulation key",
        kem,
        n -> n.put("key", "ffff" + "00".repeat(1566)),
        invalid);
    file.refused("a cut key", "encapsulation key", kem, n -> cut(n, "key"), invalid);
  }

  /// r || (n − s).
  private static String highS(String signature) {
    java.math.BigInteger order =
        new java.math.BigInteger(
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                + "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            16);
    java.math.BigInteger s = new java.math.BigInteger(signature.substring(132), 16);
    String high = order.subtract(s).toString(16);
    return signature.substring(0, 132) + "0".repeat(132 - high.length()) + high;
  }

  private ObjectNode listInput(byte[]... lists) {
    ObjectNode node = VectorFile.fields();
    node.put("network", network.toString()).put("user", person.user.toString());
    ArrayNode array = node.putArray("lists");
    for (byte[] list : lists) {
      array.add(MessageOperations.hex(list));
    }
    return node;
  }

  private void lists(VectorFile file) {
    String op = "device lists";
    byte[] first = person.signed.encode();
    byte[] second = person.root.sign(person.next(random)).encode();
    byte[] other = person.root.sign(person.next(random)).encode();
    ObjectNode good = listInput(first, second);
    file.good("first version", op, listInput(first));
    file.good("two versions", op, good);
    file.good("the same again", op, listInput(first, second, second));
    file.refused("rollback", op, listInput(first, second, first), ProtocolError.LIST_ROLLBACK);
    file.refused("fork", op, listInput(first, second, other), ProtocolError.LIST_FORK);
    file.refused("begins with 2", op, listInput(second), ProtocolError.LIST_CHAIN_BROKEN);
    file.refused("network", op, good, n -> flip(n, "network", 0), ProtocolError.WRONG_NETWORK);
    file.refused("user", op, good, n -> flip(n, "user", 0), ProtocolError.WRONG_USER);
    file.refused("signature", op, badLast(first, -1), ProtocolError.SIGNATURE_INVALID);
    file.refused("label", op, badLast(first, 8), ProtocolError.MALFORMED);
    file.refused("format", op, badLast(first, 4 + 23), ProtocolError.UNSUPPORTED_VERSION);
    file.refused("nothing", op, listInput(new byte[0]), ProtocolError.MALFORMED);
  }

  private ObjectNode badLast(byte[] list, int at) {
    byte[] changed = list.clone();
    changed[at < 0 ? changed.length + at : at] ^= 1;
    return listInput(changed);
  }

  private void session(VectorFile file) {
    SessionChallenge challenge =
        new SessionChallenge(
            network,
            "chat.example.org",
            person.user,
            person.device,
            person.list.hash(),
            Bytes.wrap(random.bytes(32)),
            Bytes.wrap(random.bytes(32)),
            NOW);
    ObjectNode good = listInput(person.signed.encode());
    good.put("challenge", MessageOperations.hex(person.key.sign(challenge).encode()));
    String op = "session";
    file.good("session", op, good);
    file.refused("session label", op, good, n -> flip(n, "challenge", 9), ProtocolError.MALFORMED);
    file.refused(
        "session signature",
        op,
        good,
        n -> flip(n, "challenge", -1),
        ProtocolError.SIGNATURE_INVALID);
    file.refused("session cut", op, good, n -> cut(n, "challenge"), ProtocolError.MALFORMED);
    file.refused("session longer", op, good, n -> extend(n, "challenge"), ProtocolError.MALFORMED);
  }

  private NetworkStatement statement(long version, Hash32 previous, NetworkKey owner) {
    return new NetworkStatement(
        network,
        version,
        previous,
        NOW,
        NOW + 90 * DAY,
        List.of(owner.publicKey()),
        Optional.empty(),
        version == 1 ? Suite.P521 : Suite.P521_MLKEM1024,
        List.of());
  }

  private ObjectNode statementInput(byte[]... statements) {
    ObjectNode node = VectorFile.fields().put("network", network.toString());
    ArrayNode array = node.putArray("statements");
    for (byte[] statement : statements) {
      array.add(MessageOperations.hex(statement));
    }
    return node;
  }

  private void statements(VectorFile file) {
    String op = "network statements";
    NetworkKey owner = NetworkKey.generate(random);
    NetworkKey nextOwner = NetworkKey.generate(random);
    NetworkStatement one = statement(1, Hash32.ZERO, owner);
    NetworkStatement two = statement(2, one.hash(), nextOwner);
    byte[] first = owner.sign(one).encode();
    byte[] second = owner.sign(two).encode();
    ObjectNode good = statementInput(first, second);
    file.good("first version", op, statementInput(first));
    file.good("a change of keys, signed by the old one", op, good);
    file.refused(
        "signed by the new key only",
        op,
        statementInput(first, nextOwner.sign(two).encode()),
        ProtocolError.SIGNATURE_INVALID);
    NetworkStatement fork = statement(1, Hash32.ZERO, nextOwner);
    file.refused(
        "fork", op, statementInput(first, owner.sign(fork).encode()), ProtocolError.STATEMENT_FORK);
    NetworkStatement gap = statement(3, one.hash(), owner);
    file.refused(
        "gap",
        op,
        statementInput(first, owner.sign(gap).encode()),
        ProtocolError.STATEMENT_CHAIN_BROKEN);
    file.refused("network", op, good, n -> flip(n, "network", 0), ProtocolError.WRONG_NETWORK);
    file.refused("nothing", op, statementInput(new byte[0]), ProtocolError.MALFORMED);
    firstSeen(file, owner, nextOwner);
  }

  /// What the server could forge if any key on the statement's own list might sign it.
  private void firstSeen(VectorFile file, NetworkKey owner, NetworkKey other) {
    String op = "first statement seen";
    NetworkStatement both =
        new NetworkStatement(
            network,
            3,
            statement(1, Hash32.ZERO, owner).hash(),
            NOW,
            NOW + 90 * DAY,
            List.of(owner.publicKey(), other.publicKey()),
            Optional.empty(),
            Suite.P521,
            List.of());
    ObjectNode good =
        VectorFile.fields()
            .put("network", network.toString())
            .put("statement", MessageOperations.hex(owner.sign(both).encode()))
            .put("fingerprint", owner.fingerprint().toString());
    file.good("a later version, signed by the key of the fingerprint", op, good);
    file.refused(
        "signed by another key that it lists",
        op,
        good,
        n -> n.put("statement", MessageOperations.hex(other.sign(both).encode())),
        ProtocolError.SIGNATURE_INVALID);
    file.refused(
        "the fingerprint of no listed key",
        op,
        good,
        n -> flip(n, "fingerprint", 0),
        ProtocolError.SIGNATURE_INVALID);
    file.refused(
        "first seen of another network",
        op,
        good,
        n -> flip(n, "network", 0),
        ProtocolError.WRONG_NETWORK);
  }

  private void parts(VectorFile file) {
    for (int length : new int[] {0, 1, 252, 253, 1000, 4096}) {
      ObjectNode content =
          VectorFile.fields().put("content", MessageOperations.hex(random.bytes(length)));
      file.good("pad " + length, "pad", content);
    }
    ObjectNode padded = VectorFile.fields().put("padded", "00000001" + "61" + "00".repeat(251));
    file.good("unpad", "unpad", padded);
    ProtocolError malformed = ProtocolError.MALFORMED;
    file.refused("not zero", "unpad", padded, n -> flip(n, "padded", -1), malformed);
    file.refused("cut", "unpad", padded, n -> cut(n, "padded"), malformed);
    file.refused("longer", "unpad", padded, n -> extend(n, "padded"), malformed);
    file.refused("length", "unpad", padded, n -> flip(n, "padded", 0), malformed);
    file.refused("empty", "unpad", padded, n -> n.put("padded", ""), malformed);
    ObjectNode audience = VectorFile.fields();
    ArrayNode users = audience.putArray("users");
    for (int i = 0; i < 2; i++) {
      users
          .addObject()
          .put("user", MessageOperations.hex(random.bytes(16)))
          .put("rootKeyHash", MessageOperations.hex(random.bytes(32)))
          .put("listHash", MessageOperations.hex(random.bytes(32)));
    }
    audience.putArray("leftOut").add(MessageOperations.hex(random.bytes(16)));
    file.good("audience", "audience", audience);
    ObjectNode info = VectorFile.fields().put("suite", 2).put("network", network.toString());
    info.put("user", person.user.toString()).put("device", person.device.toString());
    info.put("batchNumber", 7).put("index", 3);
    info.put("lease", MessageOperations.hex(random.bytes(16)));
    info.put("recordHash", MessageOperations.hex(random.bytes(32)));
    info.put("digest", MessageOperations.hex(random.bytes(64)));
    file.good("exchange info", "exchange info", info);
    file.refused(
        "no such suite",
        "exchange info",
        info,
        n -> n.put("suite", 3),
        ProtocolError.UNSUPPORTED_SUITE);
  }
}

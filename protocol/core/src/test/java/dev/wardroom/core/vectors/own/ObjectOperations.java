package dev.wardroom.core.vectors.own;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.lease.ClaimedPrekey;
import dev.wardroom.core.lease.ReceivedLease;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.network.VerifiedStatement;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.MlKem1024;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PublicPrekey;
import dev.wardroom.wire.prekey.VerifiedBatch;
import dev.wardroom.wire.text.SessionChallenge;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Keys and signed objects.
final class ObjectOperations {
  private ObjectOperations() {}

  static Map<String, String> point(Fields input) throws ProtocolException {
    return Map.of("point", P521PublicKey.fromWire(input.hex("point")).bytes().toHex());
  }

  static Map<String, String> signature(Fields input) throws ProtocolException {
    P521Signature signature = P521Signature.fromWire(input.hex("signature"));
    P521PublicKey.fromWire(input.hex("key")).check(signature, input.hex("message"));
    return Map.of();
  }

  static Map<String, String> encapsulationKey(Fields input) throws ProtocolException {
    MlKem1024.checkEncapsulationKey(input.hex("key"));
    return Map.of();
  }

  static Map<String, String> deviceLists(Fields input) throws ProtocolException {
    VerifiedDeviceList newest =
        chain(input.hexList("lists"), network(input), UserId.fromWire(input.hex("user")));
    return Map.of(
        "version", Long.toString(newest.list().version()),
        "hash", newest.hash().toString(),
        "rootKeyHash", newest.rootKeyHash().toString(),
        "rootChange", newest.rootChange().name());
  }

  static VerifiedDeviceList chain(List<byte[]> lists, NetworkId network, UserId user)
      throws ProtocolException {
    return VerifiedDeviceList.first(lists.getFirst(), network, user)
        .nextAll(lists.subList(1, lists.size()));
  }

  static Map<String, String> statements(Fields input) throws ProtocolException {
    List<byte[]> all = input.hexList("statements");
    VerifiedStatement newest =
        VerifiedStatement.first(all.getFirst(), network(input)).nextAll(all.subList(1, all.size()));
    return Map.of(
        "version", Long.toString(newest.statement().version()), "hash", newest.hash().toString());
  }

  static Map<String, String> firstStatement(Fields input) throws ProtocolException {
    VerifiedStatement start =
        VerifiedStatement.anchor(
            input.hex("statement"), network(input), Hash32.fromWire(input.hex("fingerprint")));
    return Map.of(
        "version", Long.toString(start.statement().version()), "hash", start.hash().toString());
  }

  static Map<String, String> claimedPrekey(Fields input) throws ProtocolException {
    VerifiedDeviceList list =
        chain(input.hexList("lists"), network(input), UserId.fromWire(input.hex("user")));
    VerifiedBatch batch =
        VerifiedBatch.verify(input.hex("batch"), list, DeviceId.fromWire(input.hex("device")));
    PublicPrekey prekey =
        PublicPrekey.fromWire(input.hex("agreementKey"), input.hex("encapsulationKey"));
    List<Hash32> path = new ArrayList<>();
    for (byte[] hash : input.hexList("path")) {
      path.add(Hash32.fromWire(hash));
    }
    ClaimedPrekey.Terms terms =
        new ClaimedPrekey.Terms(
            input.number("now"),
            input.number("highestLowestGood"),
            input.flag("retention"),
            Suite.fromCode(input.count("suiteFloor")));
    ClaimedPrekey claimed = ClaimedPrekey.verify(batch, input.count("index"), prekey, path, terms);
    return Map.of("leaf", prekey.leaf(claimed.id()).toString());
  }

  static Map<String, String> leaseRecord(Fields input) throws ProtocolException {
    byte[] bytes = input.hex("record");
    LeaseRecord record = LeaseRecord.decode(bytes);
    requireSame(bytes, record.encode());
    return Map.of("hash", record.hash().toString());
  }

  static Map<String, String> leasePsk(Fields input) throws ProtocolException {
    Bytes bytes = input.bytes("record");
    LeaseRecord record = LeaseRecord.decode(bytes.unsafeArray());
    try (ReceivedLease lease = ReceivedLease.open(record, bytes, prekey(input), new Hpke())) {
      Hpke.Psk psk = lease.psk().orElseThrow();
      byte[] secret = psk.secret().read(SecretAccess.granted());
      return Map.of(
          "psk", HexFormat.of().formatHex(secret),
          "pskIdHash", HexFormat.of().formatHex(psk.idHash()));
    }
  }

  static Map<String, String> session(Fields input) throws ProtocolException {
    VerifiedDeviceList list =
        chain(input.hexList("lists"), network(input), UserId.fromWire(input.hex("user")));
    SessionChallenge challenge = SessionChallenge.verify(input.hex("challenge"), list);
    return Map.of("host", challenge.host(), "time", Long.toString(challenge.time()));
  }

  static Map<String, String> log(Fields input) throws ProtocolException {
    ConversationState newest = new VectorLog(input).newest();
    return Map.of(
        "conversation", newest.id().toString(),
        "number", Long.toString(newest.head().number()),
        "head", newest.head().hash().toString(),
        "state", Bytes.wrap(newest.encode()).toHex(),
        "stateHash", newest.hash().toString());
  }

  static NetworkId network(Fields input) throws ProtocolException {
    return NetworkId.fromWire(input.hex("network"));
  }

  /// The private half from `batch`, `index`, `point`, `scalar` and, in suite 2, `seed`.
  static PrivatePrekey prekey(Fields input) throws ProtocolException {
    CanonicalWriter stored = new CanonicalWriter().u8(1);
    new PrekeyId(input.number("batchNumber"), input.count("index")).write(stored);
    stored.fixed(input.hex("point")).fixed(input.hex("scalar")).bool(input.has("seed"));
    if (input.has("seed")) {
      stored.fixed(input.hex("seed"));
    }
    return PrivatePrekey.decode(SecretBytes.wrap(stored.toArray()));
  }

  static void requireSame(byte[] received, byte[] encoded) throws ProtocolException {
    if (!Bytes.wrap(received).equals(Bytes.wrap(encoded))) {
      throw new ProtocolException(ProtocolError.MALFORMED, "another encoding");
    }
  }
}

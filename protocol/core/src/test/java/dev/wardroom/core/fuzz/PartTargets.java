package dev.wardroom.core.fuzz;

import dev.wardroom.core.file.FileDescription;
import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.message.MessageItem;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.Id;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.Padding;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.MlKem1024;
import dev.wardroom.wire.prekey.PublicPrekey;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.InvitationSecret;
import java.util.ArrayList;
import java.util.List;

/// Unsigned objects and fields, and texts.
final class PartTargets {
  private static final NetworkId NETWORK = NetworkId.of(new byte[16]);
  private static final int FIELD_MAX = 4_096;

  private final Seeds seeds;

  PartTargets(Seeds seeds) {
    this.seeds = seeds;
  }

  List<Target> all() {
    List<Target> all = new ArrayList<>();
    addMessageParts(all);
    addKeys(all);
    addIds(all);
    return all;
  }

  private void addMessageParts(List<Target> all) {
    add(all, "header", MessageHeader.class, "header", x -> MessageHeader.decode(x).encode());
    add(all, "lease record", LeaseRecord.class, "leaseRecord", x -> LeaseRecord.decode(x).encode());
    add(all, "message item", MessageItem.class, "item", PartTargets::item);
    add(all, "padding", Padding.class, "padded", x -> Padding.pad(Padding.unpad(x)));
    add(all, "conversation state", ConversationState.class, "state", PartTargets::state);
    all.add(
        new Target("signed message", List.of(SignedMessage.class), signed(), PartTargets::signed));
    all.add(new Target("exchange", List.of(Exchange.class), exchanges(), PartTargets::exchange));
    all.add(
        new Target(
            "file description",
            List.of(FileDescription.class),
            List.of(file(300), file(FileLayout.FILE_BYTES_MAX)),
            PartTargets::file));
    all.add(
        new Target(
            "invitation link",
            List.of(InvitationLink.class),
            seeds.texts("link"),
            x -> Seeds.bytes(InvitationLink.parse(Seeds.text(x)).toText())));
  }

  private void addKeys(List<Target> all) {
    add(
        all,
        "point",
        P521PublicKey.class,
        "ephemeralKey",
        x -> P521PublicKey.fromWire(x).toArray());
    add(
        all,
        "signature",
        P521Signature.class,
        "signature",
        x -> P521Signature.fromWire(x).toArray());
    all.add(
        new Target(
            "public prekey",
            List.of(PublicPrekey.class, MlKem1024.class),
            prekeys(),
            PartTargets::prekey));
    all.add(new Target("merkle path", List.of(MerkleTree.class), paths(), PartTargets::path));
    all.add(
        new Target(
            "suite",
            List.of(Suite.class),
            List.of(new byte[] {1}, new byte[] {2}),
            x -> new byte[] {(byte) Suite.fromCode(x.length == 1 ? x[0] & 0xff : 0).code()}));
  }

  private void addIds(List<Target> all) {
    add(all, "user id", UserId.class, "user", x -> UserId.fromWire(x).toArray());
    add(all, "device id", DeviceId.class, "device", x -> DeviceId.fromWire(x).toArray());
    add(all, "network id", NetworkId.class, "network", x -> NetworkId.fromWire(x).toArray());
    add(all, "lease id", LeaseId.class, "lease", x -> LeaseId.fromWire(x).toArray());
    add(all, "file id", FileId.class, "file", x -> FileId.fromWire(x).toArray());
    add(all, "message id", MessageId.class, "id", x -> MessageId.fromWire(x).toArray());
    add(
        all,
        "conversation id",
        ConversationId.class,
        "conversation",
        x -> ConversationId.fromWire(x).toArray());
    add(
        all,
        "invitation secret",
        InvitationSecret.class,
        "secret",
        x -> InvitationSecret.fromWire(x).bytes().toArray());
    add(all, "hash", Hash32.class, "listHash", x -> Hash32.fromWire(x).toArray());
    add(all, "digest", Digest64.class, "digest", x -> Digest64.fromWire(x).toArray());
    all.add(
        new Target(
            "id as text", List.of(Bytes.class, Id.class), seeds.texts("user"), PartTargets::text));
    all.add(
        new Target(
            "message id as text",
            List.of(MessageId.class),
            seeds.texts("id"),
            x -> Seeds.bytes(MessageId.parse(Seeds.text(x)).toString())));
    all.add(
        new Target(
            "base64url",
            List.of(Bytes.class),
            List.of(Seeds.bytes("AAEC"), Seeds.bytes("_-8"), Seeds.bytes("")),
            x -> Seeds.bytes(Bytes.fromBase64Url(Seeds.text(x)).toBase64Url())));
  }

  private void add(
      List<Target> all, String name, Class<?> covers, String field, Target.Decoder decoder) {
    all.add(new Target(name, List.of(covers), seeds.hex(field), decoder));
  }

  private static byte[] item(byte[] input) throws ProtocolException {
    try (MessageItem item = MessageItem.decode(input)) {
      return item.encode();
    }
  }

  private static byte[] state(byte[] input) throws ProtocolException {
    LogHead head = new LogHead(1, Hash32.ZERO);
    return ConversationState.fromOwnStore(ConversationId.ZERO, head, input).encode();
  }

  private static byte[] text(byte[] input) throws ProtocolException {
    String text = Seeds.text(input);
    String printed = UserId.parse(text).toString();
    List<String> others =
        List.of(
            DeviceId.parse(text).toString(),
            NetworkId.parse(text).toString(),
            LeaseId.parse(text).toString(),
            FileId.parse(text).toString());
    if (!others.stream().allMatch(printed::equals)) {
      throw new AssertionError("ids differ: " + text);
    }
    return Seeds.bytes(printed);
  }

  private List<byte[]> signed() {
    List<byte[]> all = new ArrayList<>();
    List<byte[]> headers = seeds.hex("header");
    List<byte[]> payloads = seeds.hex("payload");
    byte[] point = seeds.hex("ephemeralKey").getFirst();
    byte[] signature = seeds.hex("signature").getFirst();
    for (byte[] header : headers) {
      CanonicalWriter writer = new CanonicalWriter().variable(header).variable(point);
      all.add(writer.variable(payloads.getFirst()).variable(signature).toArray());
    }
    return all;
  }

  private static byte[] signed(byte[] input) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    byte[] header = reader.variable(1 << 20).toArray();
    byte[] point = reader.variable(1 << 20).toArray();
    byte[] payload = reader.variable(1 << 20).toArray();
    byte[] signature = reader.variable(1 << 20).toArray();
    reader.end();
    SignedMessage message = SignedMessage.fromWire(header, point, payload, signature);
    return new CanonicalWriter()
        .variable(message.header().encode())
        .variable(message.ephemeralKey().bytes())
        .variable(message.payload())
        .variable(message.signature().bytes())
        .toArray();
  }

  private List<byte[]> exchanges() {
    List<byte[]> all = new ArrayList<>();
    for (byte[] sealed : seeds.hex("sealed")) {
      CanonicalWriter writer = new CanonicalWriter().variable(seeds.hex("lease").getFirst());
      all.add(writer.variable(sealed).toArray());
    }
    return all;
  }

  private static byte[] exchange(byte[] input) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    byte[] lease = reader.variable(FIELD_MAX).toArray();
    byte[] sealed = reader.variable(FIELD_MAX).toArray();
    reader.end();
    Exchange exchange = Exchange.fromWire(lease, sealed);
    return new CanonicalWriter()
        .variable(exchange.lease().bytes())
        .variable(exchange.sealed())
        .toArray();
  }

  private static byte[] file(long size) {
    CanonicalWriter writer = new CanonicalWriter().variable(new byte[16]).variable(new byte[32]);
    writer.u64(size).u64(new FileLayout(size).paddedSize()).u32(FileLayout.SEGMENT_SIZE);
    return writer.variable(new byte[64]).toArray();
  }

  private static byte[] file(byte[] input) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    byte[] id = reader.variable(FIELD_MAX).toArray();
    byte[] secret = reader.variable(FIELD_MAX).toArray();
    long size = reader.u64();
    long padded = reader.u64();
    int segment = (int) reader.u32();
    byte[] hash = reader.variable(FIELD_MAX).toArray();
    reader.end();
    FileDescription file =
        FileDescription.fromWire(NETWORK, id, secret, size, padded, segment, hash);
    CanonicalWriter writer = new CanonicalWriter().variable(file.id().bytes()).variable(secret);
    writer.u64(file.layout().size()).u64(file.layout().paddedSize());
    return writer.u32(file.segmentSize()).variable(file.segmentsHash().bytes()).toArray();
  }

  private List<byte[]> prekeys() {
    List<byte[]> all = new ArrayList<>();
    for (byte[] encapsulationKey : seeds.hex("encapsulationKey")) {
      CanonicalWriter writer = new CanonicalWriter();
      writer.variable(seeds.hex("agreementKey").getFirst()).variable(encapsulationKey);
      all.add(writer.toArray());
    }
    return all;
  }

  private static byte[] prekey(byte[] input) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    byte[] agreementKey = reader.variable(FIELD_MAX).toArray();
    byte[] encapsulationKey = reader.variable(FIELD_MAX).toArray();
    reader.end();
    PublicPrekey prekey = PublicPrekey.fromWire(agreementKey, encapsulationKey);
    return new CanonicalWriter()
        .variable(prekey.agreementKey().bytes())
        .variable(prekey.encapsulationKey())
        .toArray();
  }

  private static final List<Hash32> LEAVES =
      List.of(hash(0), hash(1), hash(2), hash(3), hash(4), hash(5));

  private static Hash32 hash(int value) {
    return Hash32.cut(new byte[] {(byte) value});
  }

  private static List<byte[]> paths() {
    List<byte[]> all = new ArrayList<>();
    MerkleTree tree = new MerkleTree(LEAVES);
    for (int index = 0; index < LEAVES.size(); index++) {
      CanonicalWriter writer = new CanonicalWriter().u16(index).fixed(LEAVES.get(index).bytes());
      tree.path(index).forEach(sibling -> writer.fixed(sibling.bytes()));
      all.add(writer.toArray());
    }
    return all;
  }

  /// Of all places, leaves and paths only those of the tree are proven.
  private static byte[] path(byte[] input) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    int index = reader.u16();
    Hash32 leaf = Hash32.read(reader);
    List<Hash32> path = new ArrayList<>();
    while (reader.remaining() > 0) {
      path.add(Hash32.read(reader));
    }
    MerkleTree tree = new MerkleTree(LEAVES);
    MerkleTree.check(tree.root(), LEAVES.size(), index, leaf, path);
    CanonicalWriter writer = new CanonicalWriter().u16(index).fixed(LEAVES.get(index).bytes());
    tree.path(index).forEach(sibling -> writer.fixed(sibling.bytes()));
    return writer.toArray();
  }
}

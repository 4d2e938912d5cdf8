package dev.wardroom.core.vectors.own;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PayloadKey;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.message.Audience;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Padding;
import dev.wardroom.wire.message.Urgency;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One message of a world's sender, written by hand and not by the sealer, so that a case can be
/// wrong in one thing and right, signature included, in all others.
final class VectorMessage {
  private final VectorWorld world;
  private final byte[] content = "The content of a vector.".getBytes(StandardCharsets.UTF_8);

  Suite lowest = Suite.P521;
  VectorPerson from;
  DeviceId device;
  Hash32 listHash;
  LogHead head;
  MessageScope scope = MessageScope.conversation();
  List<DeviceId> leftOut = List.of();
  long sentAt = VectorWorld.NOW;

  /// When set, in place of the commitment to the key.
  @Nullable Hash32 commitment;

  /// Changes the padded content before it is encrypted.
  UnaryOperator<byte[]> padded = UnaryOperator.identity();

  /// Changes the payload after it was encrypted, before it is signed.
  UnaryOperator<byte[]> payload = UnaryOperator.identity();

  private byte[] headerBytes = new byte[0];
  private byte[] payloadBytes = new byte[0];
  private Digest64 digest = Digest64.of(new byte[0]);

  VectorMessage(VectorWorld world) {
    this.world = world;
    from = world.sender;
    device = from.device;
    listHash = from.list.hash();
    head = world.state().head();
  }

  /// The message as each of the recipients has it, in their order.
  List<ObjectNode> to(VectorWorld.Leased... recipients) {
    List<ObjectNode> nodes = new ArrayList<>();
    Hpke hpke = new Hpke();
    try (SecretBytes messageKey = SecretBytes.random(32, world.random);
        P521PrivateKey ephemeral = P521PrivateKey.generate(world.random)) {
      Bytes point = ephemeral.publicKey().bytes();
      write(messageKey);
      digest = MessageBindings.digest(Bytes.of(headerBytes), point, Bytes.of(payloadBytes));
      P521Signature signature = from.key.signMessage(digest);
      for (VectorWorld.Leased leased : recipients) {
        ObjectNode node = world.receiver(leased);
        node.put("header", MessageOperations.hex(headerBytes));
        node.put("ephemeralKey", point.toHex());
        node.put("payload", MessageOperations.hex(payloadBytes));
        node.put("signature", signature.bytes().toHex());
        node.put("lease", leased.device().record().lease().toString());
        node.put("sealed", MessageOperations.hex(sealed(hpke, ephemeral, leased, messageKey)));
        node.put("leaseRecord", leased.device().recordBytes().toHex());
        nodes.add(node);
      }
    }
    return nodes;
  }

  private void write(SecretBytes messageKey) {
    MessageId id = MessageId.of(VectorWorld.NOW, world.random.bytes(10));
    try (PayloadKey key = PayloadKey.derive(new Hkdf(), messageKey, id)) {
      headerBytes = header(id, Objects.requireNonNullElse(commitment, key.commitment())).encode();
      byte[] info = CanonicalWriter.labelled(Labels.MESSAGE_KEY).fixed(id.bytes()).toArray();
      byte[] both = new Hkdf().expand(messageKey.read(SecretAccess.granted()), info, 64);
      byte[] plain = padded.apply(Padding.pad(content));
      byte[] encrypted =
          new AesGcm().seal(java.util.Arrays.copyOf(both, 32), new byte[12], headerBytes, plain);
      payloadBytes = payload.apply(encrypted);
    } catch (dev.wardroom.wire.ProtocolException e) {
      throw new IllegalStateException("the content fits", e);
    }
  }

  private byte[] sealed(
      Hpke hpke, P521PrivateKey ephemeral, VectorWorld.Leased leased, SecretBytes messageKey) {
    LeaseRecord record = leased.device().record();
    MessageBindings.Recipient recipient =
        new MessageBindings.Recipient(
            record.recipientUser(), record.recipientDevice(), record.prekey());
    byte[] info =
        MessageBindings.exchangeInfo(
            record.suite(),
            world.network,
            recipient,
            record.lease(),
            leased.device().recordHash(),
            digest);
    return hpke.seal(
        ephemeral,
        leased.device().agreementKey(),
        info,
        leased.device().psk().orElse(null),
        messageKey.read(SecretAccess.granted()));
  }

  private MessageHeader header(MessageId id, Hash32 named) {
    return new MessageHeader(
        lowest,
        id,
        world.state().id(),
        from.user,
        device,
        listHash,
        head,
        Audience.hash(audience(), leftOut),
        leftOut,
        1,
        Hash32.ZERO,
        sentAt,
        0,
        scope,
        Urgency.NORMAL,
        named);
  }

  /// Of the newest state, which is also that of the head in every case whose audience matters.
  private List<Audience.User> audience() {
    List<Audience.User> users = new ArrayList<>();
    for (VectorPerson person : List.of(world.founder, world.sender, world.reader)) {
      boolean member = world.state().member(person.user).isPresent();
      if (member && scope.includes(person.user, from.user)) {
        users.add(user(person.user, person.list));
      }
    }
    world
        .state()
        .retention()
        .map(RetentionMember::user)
        .ifPresent(user -> users.add(user(user, world.archive.list)));
    return users;
  }

  private static Audience.User user(UserId user, DeviceList list) {
    return new Audience.User(user, list.rootKeyHash(), list.hash());
  }
}

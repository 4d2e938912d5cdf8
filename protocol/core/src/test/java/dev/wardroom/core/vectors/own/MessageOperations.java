package dev.wardroom.core.vectors.own;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.message.MessageItem;
import dev.wardroom.core.message.MessageOpener;
import dev.wardroom.core.message.OpenedMessage;
import dev.wardroom.core.message.ReceivedMessage;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.message.Audience;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.Padding;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.PrekeyId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a message consists of, and the whole receiver.
final class MessageOperations {
  private MessageOperations() {}

  static Map<String, String> header(Fields input) throws ProtocolException {
    byte[] bytes = input.hex("header");
    MessageHeader header = MessageHeader.decode(bytes);
    ObjectOperations.requireSame(bytes, header.encode());
    return Map.of(
        "id", header.id().toString(),
        "sequence", Long.toString(header.sequence()),
        "sentAt", Long.toString(header.sentAt()),
        "commitment", header.commitment().toString());
  }

  static Map<String, String> pad(Fields input) throws ProtocolException {
    return Map.of("padded", hex(Padding.pad(input.hex("content"))));
  }

  static Map<String, String> unpad(Fields input) throws ProtocolException {
    return Map.of("content", hex(Padding.unpad(input.hex("padded"))));
  }

  static Map<String, String> audience(Fields input) throws ProtocolException {
    List<Audience.User> users = new ArrayList<>();
    for (Fields user : input.list("users")) {
      users.add(
          new Audience.User(
              UserId.fromWire(user.hex("user")),
              Hash32.fromWire(user.hex("rootKeyHash")),
              Hash32.fromWire(user.hex("listHash"))));
    }
    List<DeviceId> leftOut = new ArrayList<>();
    for (byte[] device : input.hexList("leftOut")) {
      leftOut.add(DeviceId.fromWire(device));
    }
    return Map.of("audience", Audience.hash(users, leftOut).toString());
  }

  static Map<String, String> exchangeInfo(Fields input) throws ProtocolException {
    MessageBindings.Recipient recipient =
        new MessageBindings.Recipient(
            UserId.fromWire(input.hex("user")),
            DeviceId.fromWire(input.hex("device")),
            new PrekeyId(input.number("batchNumber"), input.count("index")));
    byte[] info =
        MessageBindings.exchangeInfo(
            Suite.fromCode(input.count("suite")),
            ObjectOperations.network(input),
            recipient,
            LeaseId.fromWire(input.hex("lease")),
            Hash32.fromWire(input.hex("recordHash")),
            Digest64.fromWire(input.hex("digest")));
    return Map.of("info", hex(info));
  }

  static Map<String, String> item(Fields input) throws ProtocolException {
    try (MessageItem item = MessageItem.decode(input.hex("item"))) {
      byte[] content =
          item.verifyAndOpen(
              ObjectOperations.chain(
                  input.hexList("lists"),
                  ObjectOperations.network(input),
                  UserId.fromWire(input.hex("user"))));
      return Map.of("content", hex(content), "digest", item.message().digest().toString());
    }
  }

  static Map<String, String> open(Fields input) throws ProtocolException {
    SignedMessage message =
        SignedMessage.fromWire(
            input.hex("header"),
            input.hex("ephemeralKey"),
            input.hex("payload"),
            input.hex("signature"));
    ReceivedMessage received =
        ReceivedMessage.of(
            message,
            Exchange.fromWire(input.hex("lease"), input.hex("sealed")),
            input.hex("leaseRecord"));
    try (MessageOpener opener = new MessageOpener(new VectorReceiver(input));
        OpenedMessage opened = opener.open(opener.verify(received, input.number("now")))) {
      return Map.of(
          "content", hex(opened.content()),
          "messageKey", hex(opened.messageKey().read(SecretAccess.granted())),
          "digest", message.digest().toString(),
          "notices", notices(opened));
    }
  }

  private static String notices(OpenedMessage opened) {
    return opened.notices().stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static String hex(Bytes bytes) {
    return bytes.toHex();
  }
}

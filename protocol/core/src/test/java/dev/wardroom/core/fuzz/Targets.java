package dev.wardroom.core.fuzz;

import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.RecoveryKey;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.core.message.MessageItem;
import dev.wardroom.core.vectors.TestData;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.Padding;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.SessionChallenge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every decoder of bytes and texts from outside.
final class Targets {
  /// The end of the link code in the vectors is two minutes later.
  private static final long LINK_NOW = 1_800_000_000_000L;

  private final List<JsonNode> files = new ArrayList<>();

  private Targets() throws IOException {
    try (Stream<Path> all = Files.list(TestData.projectRoot().resolve("vectors"))) {
      for (Path file : all.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        files.add(JsonMapper.shared().readTree(Files.readString(file)));
      }
    }
  }

  private interface Body {
    byte[] printedAgain(byte[] body) throws ProtocolException;
  }

  static List<Target> all() throws IOException {
    Targets from = new Targets();
    List<Target> all = new ArrayList<>();
    all.add(
        from.signed(
            "device list",
            "lists",
            WireLimits.DEVICE_LIST_BYTES_MAX,
            body -> DeviceList.decode(body).encode()));
    all.add(
        from.signed(
            "network statement",
            "statements",
            WireLimits.STATEMENT_BYTES_MAX,
            body -> NetworkStatement.decode(body).encode()));
    all.add(
        from.signed(
            "prekey batch",
            "batch",
            WireLimits.BATCH_BYTES_MAX,
            body -> PrekeyBatch.decode(body).encode()));
    all.add(
        from.signed(
            "log entry",
            "entries",
            WireLimits.LOG_ENTRY_BYTES_MAX,
            body -> LogEntry.decode(body).encode()));
    all.add(
        from.signed(
            "session",
            "challenge",
            WireLimits.SESSION_BYTES_MAX,
            body -> SessionChallenge.decode(body).encode()));
    from.addUnsigned(all);
    from.addTexts(all);
    return all;
  }

  private void addUnsigned(List<Target> all) {
    all.add(new Target("header", hex("header"), x -> MessageHeader.decode(x).encode()));
    all.add(new Target("lease record", hex("leaseRecord"), x -> LeaseRecord.decode(x).encode()));
    all.add(new Target("message item", hex("item"), Targets::item));
    all.add(new Target("padding", hex("padded"), x -> Padding.pad(Padding.unpad(x))));
    all.add(new Target("point", hex("ephemeralKey"), x -> P521PublicKey.fromWire(x).toArray()));
    all.add(new Target("signature", hex("signature"), x -> P521Signature.fromWire(x).toArray()));
  }

  private void addTexts(List<Target> all) {
    all.add(
        new Target(
            "invitation link", texts("link"), x -> bytes(InvitationLink.parse(text(x)).toText())));
    all.add(
        new Target(
            "link code", texts("code"), x -> bytes(LinkCode.parse(text(x), LINK_NOW).toText())));
    all.add(new Target("account key code", texts("code"), Targets::accountKey));
    all.add(new Target("recovery key code", texts("code"), Targets::recoveryKey));
  }

  private Target signed(String name, String field, int max, Body body) {
    return new Target(
        name,
        hex(field),
        input -> {
          SignedBytes signed = SignedBytes.decode(input, max);
          byte[] again = body.printedAgain(signed.body().toArray());
          return new SignedBytes(Bytes.wrap(again), signed.signatures()).encode();
        });
  }

  private static byte[] item(byte[] input) throws ProtocolException {
    try (MessageItem item = MessageItem.decode(input)) {
      return item.encode();
    }
  }

  /// A code may be typed in many ways: only what escapes is looked at.
  private static byte[] accountKey(byte[] input) throws ProtocolException {
    AccountKey.parse(text(input)).close();
    return input;
  }

  private static byte[] recoveryKey(byte[] input) throws ProtocolException {
    RecoveryKey.parse(text(input)).close();
    return input;
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private List<byte[]> hex(String field) {
    return values(field).stream().map(HexFormat.of()::parseHex).toList();
  }

  private List<byte[]> texts(String field) {
    return values(field).stream().map(Targets::bytes).toList();
  }

  private List<String> values(String field) {
    List<String> found = new ArrayList<>();
    for (JsonNode file : files) {
      for (JsonNode node : file.findValues(field)) {
        if (node.isArray()) {
          node.forEach(item -> found.add(item.asString()));
        } else {
          found.add(node.asString());
        }
      }
    }
    return found.stream().distinct().toList();
  }
}

package dev.wardroom.core.vectors.own;

import static dev.wardroom.core.vectors.own.VectorFile.cut;
import static dev.wardroom.core.vectors.own.VectorFile.extend;
import static dev.wardroom.core.vectors.own.VectorFile.flip;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.core.account.PasswordParameters;
import dev.wardroom.core.account.RecoveryKey;
import dev.wardroom.core.file.FileDescription;
import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.file.FileSealer;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.core.link.LinkOffer;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.InvitationSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Envelopes, codes, safety number, invitation, linking, file.
final class AccountCases {
  private static final long NOW = VectorPerson.NOW;
  private static final String PASSWORD = "correct horse battery";

  private final RandomSource random;
  private final NetworkId network;
  private final VectorPerson person;

  AccountCases(RandomSource random) throws ProtocolException {
    this.random = random;
    network = NetworkId.of(random.bytes(16));
    person = new VectorPerson(network, random);
  }

  void write(Path folder) throws IOException, ProtocolException {
    VectorFile envelopes = new VectorFile("envelopes.json", "Password, recovery, device, network");
    passwordEnvelope(envelopes);
    otherEnvelopes(envelopes);
    envelopes.write(folder);
    VectorFile codes = new VectorFile("codes.json", "Forms for people, linking");
    codes(codes);
    people(codes);
    linking(codes);
    codes.write(folder);
    VectorFile files = new VectorFile("files.json", "A file of one segment");
    file(files);
    files.write(folder);
  }

  private ObjectNode owner() {
    return VectorFile.fields()
        .put("network", network.toString())
        .put("user", person.user.toString());
  }

  private void passwordEnvelope(VectorFile file) {
    byte[] salt = random.bytes(16);
    byte[] accountKey = random.bytes(16);
    PasswordParameters parameters =
        new PasswordParameters(
            Bytes.of(salt), PasswordParameters.MEMORY_KIB_MIN, PasswordParameters.PASSES_MIN, 1);
    Envelope.Owner owner = new Envelope.Owner(network, person.user);
    ObjectNode good = owner();
    try (PasswordMaster master = PasswordMaster.derive(PASSWORD.toCharArray(), parameters);
        AccountKey key = AccountKey.of(SecretBytes.copyOf(accountKey))) {
      byte[] envelope =
          Envelope.sealWithPassword(
              person.root,
              owner,
              master,
              Optional.of(key),
              Optional.of(Hash32.cut(new byte[] {7})),
              random);
      good.put("envelope", MessageOperations.hex(envelope));
    }
    good.put("password", PASSWORD).put("salt", MessageOperations.hex(salt));
    good.put("memoryKib", 65_536).put("passes", 3);
    good.put("accountKey", MessageOperations.hex(accountKey));
    String op = "password envelope";
    ProtocolError notOpened = ProtocolError.ENVELOPE_NOT_OPENED;
    file.good("password and account key", op, good);
    file.good("login secret", "password", good);
    file.refused("another password", op, good, n -> n.put("password", "x"), notOpened);
    file.refused("another account key", op, good, n -> flip(n, "accountKey", 0), notOpened);
    file.refused("no account key", op, good, n -> n.remove("accountKey"), notOpened);
    file.refused("a changed bit", op, good, n -> flip(n, "envelope", -1), notOpened);
    file.refused(
        "few passes", op, good, n -> n.put("passes", 2), ProtocolError.PARAMETERS_TOO_WEAK);
    file.refused(
        "little memory",
        op,
        good,
        n -> n.put("memoryKib", 65_535),
        ProtocolError.PARAMETERS_TOO_WEAK);
  }

  private void otherEnvelopes(VectorFile file) {
    Envelope.Owner owner = new Envelope.Owner(network, person.user);
    byte[] key = random.bytes(32);
    Optional<Hash32> none = Optional.empty();
    ObjectNode recovery = owner().put("recoveryKey", MessageOperations.hex(key));
    try (RecoveryKey recoveryKey = RecoveryKey.of(SecretBytes.copyOf(key))) {
      byte[] envelope = Envelope.sealForRecovery(person.root, owner, recoveryKey, none, random);
      recovery.put("envelope", MessageOperations.hex(envelope));
    }
    refusedEnvelopes(file, "recovery envelope", recovery, "recoveryKey");
    ObjectNode device = owner().put("key", MessageOperations.hex(key));
    try (SecretBytes wrap = SecretBytes.copyOf(key)) {
      byte[] envelope = Envelope.sealForDevice(person.root, owner, wrap, none, random);
      device.put("envelope", MessageOperations.hex(envelope));
    }
    refusedEnvelopes(file, "device envelope", device, "key");
    ObjectNode ofNetwork = owner();
    try (SecretBytes scalar = person.root.exportScalar();
        NetworkKey networkKey = NetworkKey.generate(random)) {
      byte[] secret = scalar.read(dev.wardroom.core.SecretAccess.granted());
      ofNetwork.put("rootScalar", MessageOperations.hex(secret));
      byte[] envelope = Envelope.sealNetworkKey(networkKey, owner, person.root, random);
      ofNetwork.put("envelope", MessageOperations.hex(envelope));
    }
    refusedEnvelopes(file, "network key envelope", ofNetwork, "rootScalar");
  }

  private static void refusedEnvelopes(VectorFile file, String op, ObjectNode good, String key) {
    file.good(op, op, good);
    ProtocolError notOpened = ProtocolError.ENVELOPE_NOT_OPENED;
    file.refused(op + ", another key", op, good, n -> flip(n, key, -1), notOpened);
    file.refused(op + ", a changed bit", op, good, n -> flip(n, "envelope", -1), notOpened);
    file.refused(
        op + ", network", op, good, n -> flip(n, "network", 0), ProtocolError.WRONG_NETWORK);
    file.refused(op + ", user", op, good, n -> flip(n, "user", 0), ProtocolError.WRONG_USER);
    file.refused(op + ", cut", op, good, n -> cut(n, "envelope"), ProtocolError.MALFORMED);
    file.refused(op + ", longer", op, good, n -> extend(n, "envelope"), ProtocolError.MALFORMED);
  }

  private void codes(VectorFile file) {
    String account = AccountKey.generate(random).toCode();
    String recovery = RecoveryKey.generate(random).toCode();
    code(file, "account key code", account);
    code(file, "recovery key code", recovery);
    ProtocolError mistyped = ProtocolError.CODE_MISTYPED;
    file.refused("another kind", "account key code", text("code", recovery), mistyped);
    file.refused("another kind", "recovery key code", text("code", account), mistyped);
  }

  private static void code(VectorFile file, String op, String code) {
    ProtocolError mistyped = ProtocolError.CODE_MISTYPED;
    file.good(op, op, text("code", code));
    file.good(op + " as typed", op, text("code", code.toLowerCase(java.util.Locale.ROOT)));
    char wrong = code.charAt(0) == '7' ? '8' : '7';
    file.refused(op + ", a symbol", op, text("code", wrong + code.substring(1)), mistyped);
    file.refused(op + ", U", op, text("code", "U" + code.substring(1)), mistyped);
    file.refused(op + ", short", op, text("code", code.substring(1)), mistyped);
  }

  private static ObjectNode text(String field, String value) {
    return VectorFile.fields().put(field, value);
  }

  private void people(VectorFile file) throws ProtocolException {
    ObjectNode safety = VectorFile.fields();
    ArrayNode parties = safety.putArray("parties");
    for (VectorPerson party : new VectorPerson[] {person, new VectorPerson(network, random)}) {
      parties
          .addObject()
          .put("network", network.toString())
          .put("user", party.user.toString())
          .put("rootKey", party.list.rootKey().bytes().toHex());
    }
    file.good("safety number", "safety number", safety);
    InvitationLink link =
        new InvitationLink(
            "https://chat.example.org",
            InvitationSecret.of(random.bytes(16)),
            network,
            Optional.of(Hash32.cut(new byte[] {9})));
    String good = link.toText();
    String op = "invitation link";
    ProtocolError malformed = ProtocolError.MALFORMED;
    file.good(op, op, text("link", good));
    file.good("the owner's", op, text("link", good.replaceAll("[^/]+$", "-")));
    file.refused("scheme", op, text("link", good.replace("https", "ftp")), malformed);
    file.refused("capitals", op, text("link", good.replace("chat", "Chat")), malformed);
    file.refused("longer", op, text("link", good + "A"), malformed);
    file.refused("no fragment", op, text("link", good.replace("/#i/", "/i/")), malformed);
  }

  private void linking(VectorFile file) throws ProtocolException {
    byte[] showers = random.bytes(66 + 16 + 32);
    LinkOffer offer = LinkOffer.make(network, false, NOW, new GivenRandom(showers));
    LinkCode code = LinkCode.parse(offer.code().toText(), NOW);
    LinkChannel.Answer answer = LinkChannel.answer(code, random);
    ObjectNode good = VectorFile.fields().put("now", NOW).put("code", offer.code().toText());
    good.put("showersRandom", MessageOperations.hex(showers));
    good.put("note0", MessageOperations.hex(answer.firstNote()));
    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    good.put("note1", MessageOperations.hex(answer.channel().seal(hello)));
    ProtocolError refused = ProtocolError.LINK_REFUSED;
    file.good("linking", "linking", good);
    file.refused("code is over", "linking", good, n -> n.put("now", NOW + 120_001), refused);
    file.refused("first note", "linking", good, n -> flip(n, "note0", -1), refused);
    file.refused("second note", "linking", good, n -> flip(n, "note1", -1), refused);
    String first = good.get("note0").asString();
    file.refused("repeated note", "linking", good, n -> n.put("note1", first), refused);
    file.refused("no code", "linking", good, n -> n.put("code", "x"), ProtocolError.MALFORMED);
  }

  private void file(VectorFile file) throws ProtocolException {
    byte[] content = random.bytes(300);
    byte[] secret = random.bytes(32);
    byte[] buffer = Arrays.copyOf(content, FileLayout.SEGMENT_SIZE);
    byte[] target = new byte[FileLayout.SEALED_SEGMENT_SIZE];
    FileId id = FileId.of(random.bytes(16));
    ObjectNode good = VectorFile.fields().put("network", network.toString());
    try (SecretBytes key = SecretBytes.copyOf(secret);
        FileSealer sealer = new FileSealer(network, id, key, content.length)) {
      int length = sealer.seal(0, buffer, target);
      FileDescription description = sealer.finish();
      good.put("file", id.toString()).put("secret", MessageOperations.hex(secret));
      good.put("size", description.size()).put("paddedSize", description.paddedSize());
      good.put("segmentSize", description.segmentSize());
      good.put("segmentsHash", description.segmentsHash().toString());
      good.put("sealed", MessageOperations.hex(Arrays.copyOf(target, length)));
    }
    ProtocolError damaged = ProtocolError.FILE_DAMAGED;
    file.good("file", "file", good);
    file.refused("a changed bit", "file", good, n -> flip(n, "sealed", 5), damaged);
    file.refused("cut", "file", good, n -> cut(n, "sealed"), damaged);
    file.refused("longer", "file", good, n -> extend(n, "sealed"), damaged);
    file.refused("another hash", "file", good, n -> flip(n, "segmentsHash", 0), damaged);
    file.refused("another secret", "file", good, n -> flip(n, "secret", 0), damaged);
    file.refused(
        "padded size", "file", good, n -> n.put("paddedSize", 300), ProtocolError.MALFORMED);
    file.refused(
        "segment size", "file", good, n -> n.put("segmentSize", 1), ProtocolError.MALFORMED);
  }
}

package dev.wardroom.core.vectors.own;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.core.account.PasswordParameters;
import dev.wardroom.core.account.RecoveryKey;
import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.core.link.LinkOffer;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The channel of a linking, files of several segments, and both locks of one root key.
final class LinkCases {
  private static final long NOW = VectorPerson.NOW;

  private final RandomSource random;
  private final NetworkId network;

  LinkCases(RandomSource random) {
    this.random = random;
    network = NetworkId.of(random.bytes(16));
  }

  void write(Path folder) throws IOException, ProtocolException {
    VectorFile linking = new VectorFile("linking.json", "Both sides of a linking's channel");
    channel(linking);
    linking.write(folder);
    VectorFile files = new VectorFile("files-of-segments.json", "Files of several segments");
    files(files);
    files.write(folder);
    VectorFile locks = new VectorFile("root-locks.json", "One root key behind both of its locks");
    locks(locks);
    locks.write(folder);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void notes(ObjectNode node, byte[]... notes) {
    ArrayNode array = node.putArray("notes");
    for (byte[] note : notes) {
      array.add(MessageOperations.hex(note));
    }
  }

  private static ObjectNode with(ObjectNode good, byte[]... notes) {
    ObjectNode node = good.deepCopy();
    notes(node, notes);
    return node;
  }

  private void channel(VectorFile file) throws ProtocolException {
    byte[] showers = random.bytes(66 + 16 + 32);
    byte[] answerers = random.bytes(66 + 66);
    LinkOffer offer = LinkOffer.make(network, true, NOW, new GivenRandom(showers));
    LinkCode code = LinkCode.parse(offer.code().toText(), NOW);
    LinkChannel.Answer answer = LinkChannel.answer(code, new GivenRandom(answerers));
    byte[] note0 = answer.firstNote();
    // The same key again, so that further notes have ephemeral keys of their own.
    LinkChannel.Answer answering =
        LinkChannel.answer(
            LinkCode.parse(offer.code().toText(), NOW), new SecondRandom(answerers, random));
    byte[] hello = answering.channel().seal(text("hello"));
    byte[] request = answering.channel().seal(text("request"));
    LinkChannel showing = offer.accept(note0, random);
    byte[] welcome = showing.seal(text("welcome"));
    byte[] added = showing.seal(text("added"));
    ObjectNode base = VectorFile.fields().put("now", NOW).put("code", code.toText());
    ObjectNode shower = base.deepCopy().put("showersRandom", MessageOperations.hex(showers));
    ObjectNode answerer = base.deepCopy().put("answerersRandom", MessageOperations.hex(answerers));
    showerCases(file, shower, note0, hello, request, welcome);
    answererCases(file, answerer, welcome, added, hello);
    file.good(
        "link check", "link check", VectorFile.fields().put("note0", MessageOperations.hex(note0)));
    swapped(file, shower, note0);
  }

  private static void showerCases(
      VectorFile file,
      ObjectNode shower,
      byte[] note0,
      byte[] hello,
      byte[] request,
      byte[] welcome) {
    String op = "linking, shower";
    ProtocolError refused = ProtocolError.LINK_REFUSED;
    file.good("the answerer's notes in order", op, with(shower, note0, hello, request));
    file.refused("in another order", op, with(shower, note0, request, hello), refused);
    file.refused("one twice", op, with(shower, note0, hello, hello), refused);
    file.refused("one left out", op, with(shower, note0, request), refused);
    file.refused("without the first", op, with(shower, hello, request), refused);
    file.refused("its own note reflected", op, with(shower, note0, welcome), refused);
    file.refused("an empty note", op, with(shower, note0, new byte[0]), refused);
    file.refused(
        "a code that ends four minutes ahead",
        op,
        with(shower, note0),
        n -> n.put("now", NOW - 120_001),
        refused);
    file.good(
        "a clock two minutes behind", op, with(shower, note0, hello).put("now", NOW - 120_000));
  }

  private static void answererCases(
      VectorFile file, ObjectNode answerer, byte[] welcome, byte[] added, byte[] hello) {
    String op = "linking, answerer";
    ProtocolError refused = ProtocolError.LINK_REFUSED;
    file.good("the shower's notes in order", op, with(answerer, welcome, added));
    file.refused("the shower's notes in another order", op, with(answerer, added), refused);
    file.refused("the answerer's note reflected", op, with(answerer, hello), refused);
    byte[] changed = welcome.clone();
    changed[changed.length - 1] ^= 1;
    file.refused("a changed bit", op, with(answerer, changed), refused);
    byte[] point = welcome.clone();
    point[60] ^= 1;
    file.refused("a point off the curve", op, with(answerer, point), refused);
  }

  /// A server that puts a key of its own in the answerer's place does not know s.
  private void swapped(VectorFile file, ObjectNode shower, byte[] note0) throws ProtocolException {
    LinkOffer own = LinkOffer.make(network, true, NOW, random);
    LinkChannel.Answer foreign = LinkChannel.answer(own.code(), random);
    file.refused(
        "an answer to another code",
        "linking, shower",
        with(shower, foreign.firstNote()),
        ProtocolError.LINK_REFUSED);
    for (int at : new int[] {-1, 66}) {
      file.refused(
          at < 0 ? "another s" : "another channel",
          "linking, shower",
          with(shower, note0),
          n -> VectorFile.flip(n, "showersRandom", at),
          ProtocolError.LINK_REFUSED);
    }
  }

  private void files(VectorFile file) {
    String op = "file of segments";
    ObjectNode good = VectorFile.fields().put("network", network.toString());
    good.put("file", MessageOperations.hex(random.bytes(16)));
    good.put("secret", MessageOperations.hex(random.bytes(32)));
    good.put("size", 2 * 1_048_576 + 300).put("change", "none");
    file.good("three segments", op, good);
    file.good("one full segment", op, good.deepCopy().put("size", 1_048_576));
    file.good("one byte more", op, good.deepCopy().put("size", 1_048_577));
    ProtocolError damaged = ProtocolError.FILE_DAMAGED;
    for (String change :
        List.of(
            "cut at the last segment's border",
            "extended by its last segment",
            "first two segments swapped",
            "a bit of the last segment",
            "shorter file of the same secret",
            "re-encrypted by a member")) {
      file.refused(change, op, good, n -> n.put("change", change), damaged);
    }
  }

  private void locks(VectorFile file) throws ProtocolException {
    VectorPerson person = new VectorPerson(network, random);
    Envelope.Owner owner = new Envelope.Owner(network, person.user);
    byte[] salt = random.bytes(16);
    byte[] accountKey = random.bytes(16);
    byte[] recoveryKey = random.bytes(32);
    PasswordParameters parameters =
        new PasswordParameters(
            Bytes.of(salt), PasswordParameters.MEMORY_KIB_MIN, PasswordParameters.PASSES_MIN, 1);
    String password = "correct horse battery";
    ObjectNode base = VectorFile.fields().put("network", network.toString());
    base.put("user", person.user.toString());
    ObjectNode one = base.deepCopy().put("password", password);
    one.put("salt", MessageOperations.hex(salt)).put("memoryKib", 65_536).put("passes", 3);
    one.put("accountKey", MessageOperations.hex(accountKey));
    ObjectNode other = base.deepCopy().put("recoveryKey", MessageOperations.hex(recoveryKey));
    try (PasswordMaster master = PasswordMaster.derive(password.toCharArray(), parameters);
        AccountKey account = AccountKey.of(SecretBytes.copyOf(accountKey));
        RecoveryKey recovery = RecoveryKey.of(SecretBytes.copyOf(recoveryKey))) {
      byte[] first =
          Envelope.sealWithPassword(
              person.root, owner, master, Optional.of(account), Optional.empty(), random);
      byte[] second =
          Envelope.sealForRecovery(person.root, owner, recovery, Optional.empty(), random);
      one.put("envelope", MessageOperations.hex(first));
      other.put("envelope", MessageOperations.hex(second));
    }
    file.good("behind password and account key", "password envelope", one);
    file.good("the same root behind the recovery key", "recovery envelope", other);
    ProtocolError malformed = ProtocolError.MALFORMED;
    String passwords = other.get("envelope").asString();
    String recoverys = one.get("envelope").asString();
    file.refused(
        "the other lock's envelope (password)",
        "password envelope",
        one,
        n -> n.put("envelope", passwords),
        malformed);
    file.refused(
        "the other lock's envelope (recovery)",
        "recovery envelope",
        other,
        n -> n.put("envelope", recoverys),
        malformed);
    file.refused(
        "the public key of another",
        "recovery envelope",
        other,
        n -> n.put("envelope", withKey(passwords, person.key.publicKey().bytes().toHex())),
        ProtocolError.ENVELOPE_NOT_OPENED);
  }

  /// The public key stands behind the label, the format byte and two ids.
  private static String withKey(String envelope, String key) {
    int at = 2 * (1 + "wardroom/1 recovery envelope".length() + 1 + 32);
    return envelope.substring(0, at) + key + envelope.substring(at + key.length());
  }

  /// The given bytes first, then others.
  private static final class SecondRandom implements RandomSource {
    private final GivenRandom given;
    private final RandomSource then;
    private int left;

    SecondRandom(byte[] given, RandomSource then) {
      this.given = new GivenRandom(given);
      this.then = then;
      left = given.length;
    }

    @Override
    public void fill(byte[] target) {
      if (left > 0) {
        given.fill(target);
        left -= target.length;
      } else {
        then.fill(target);
      }
    }
  }
}

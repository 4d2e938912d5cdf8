package dev.wardroom.core.vectors.own;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.core.account.PasswordParameters;
import dev.wardroom.core.account.RecoveryKey;
import dev.wardroom.core.file.FileDescription;
import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.file.FileOpener;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.core.link.LinkOffer;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.SafetyNumber;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Accounts, codes, linking and files.
final class AccountOperations {
  private AccountOperations() {}

  private static Envelope.Owner owner(Fields input) throws ProtocolException {
    return new Envelope.Owner(ObjectOperations.network(input), UserId.fromWire(input.hex("user")));
  }

  private static PasswordMaster master(Fields input) throws ProtocolException {
    PasswordParameters parameters =
        PasswordParameters.fromWire(
            input.hex("salt"), input.count("memoryKib"), input.count("passes"), 1);
    return PasswordMaster.derive(input.text("password").toCharArray(), parameters);
  }

  static Map<String, String> password(Fields input) throws ProtocolException {
    try (PasswordMaster master = master(input);
        SecretBytes login = master.loginSecret()) {
      return Map.of("loginSecret", hex(login));
    }
  }

  static Map<String, String> passwordEnvelope(Fields input) throws ProtocolException {
    Optional<AccountKey> accountKey =
        input.has("accountKey")
            ? Optional.of(AccountKey.of(input.secret("accountKey")))
            : Optional.empty();
    try (PasswordMaster master = master(input)) {
      return opened(
          Envelope.openWithPassword(input.hex("envelope"), owner(input), master, accountKey));
    }
  }

  static Map<String, String> recoveryEnvelope(Fields input) throws ProtocolException {
    try (RecoveryKey key = RecoveryKey.of(input.secret("recoveryKey"))) {
      return opened(Envelope.openForRecovery(input.hex("envelope"), owner(input), key));
    }
  }

  static Map<String, String> deviceEnvelope(Fields input) throws ProtocolException {
    try (SecretBytes key = input.secret("key")) {
      return opened(Envelope.openOnDevice(input.hex("envelope"), owner(input), key));
    }
  }

  static Map<String, String> networkKeyEnvelope(Fields input) throws ProtocolException {
    try (RootKey root = RootKey.fromScalar(input.secret("rootScalar"))) {
      return Map.of(
          "publicKey",
          Envelope.openNetworkKey(input.hex("envelope"), owner(input), root)
              .publicKey()
              .bytes()
              .toHex());
    }
  }

  private static Map<String, String> opened(Envelope.OpenedRoot opened) {
    try (opened;
        SecretBytes scalar = opened.rootKey().exportScalar()) {
      return Map.of(
          "scalar", hex(scalar),
          "publicKey", opened.rootKey().publicKey().bytes().toHex(),
          "networkFingerprint", opened.networkFingerprint().map(Object::toString).orElse(""));
    }
  }

  static Map<String, String> accountKey(Fields input) throws ProtocolException {
    try (AccountKey key = AccountKey.parse(input.text("code"))) {
      return Map.of(
          "key", MessageOperations.hex(key.read(SecretAccess.granted())), "code", key.toCode());
    }
  }

  static Map<String, String> recoveryKey(Fields input) throws ProtocolException {
    try (RecoveryKey key = RecoveryKey.parse(input.text("code"))) {
      return Map.of(
          "key", MessageOperations.hex(key.read(SecretAccess.granted())), "code", key.toCode());
    }
  }

  static Map<String, String> safetyNumber(Fields input) throws ProtocolException {
    List<Fields> parties = input.list("parties");
    SafetyNumber.Party one = party(parties.getFirst());
    SafetyNumber.Party other = party(parties.getLast());
    return Map.of("digits", SafetyNumber.of(one, other), "qr", SafetyNumber.qrText(one, other));
  }

  private static SafetyNumber.Party party(Fields input) throws ProtocolException {
    return new SafetyNumber.Party(
        NetworkId.fromWire(input.hex("network")),
        UserId.fromWire(input.hex("user")),
        P521PublicKey.fromWire(input.hex("rootKey")));
  }

  static Map<String, String> invitation(Fields input) throws ProtocolException {
    InvitationLink link = InvitationLink.parse(input.text("link"));
    return Map.of(
        "origin", link.origin(),
        "secret", link.secret().bytes().toHex(),
        "secretHash", link.secret().hash().toString(),
        "network", link.network().toString(),
        "fingerprint", link.fingerprint().map(Object::toString).orElse("-"));
  }

  /// The side that shows the code, made again from its random bytes.
  static Map<String, String> linking(Fields input) throws ProtocolException {
    LinkCode code = LinkCode.parse(input.text("code"), input.number("now"));
    byte[] random = input.hex("showersRandom");
    LinkOffer offer =
        LinkOffer.make(
            code.network(),
            code.shownByNewDevice(),
            code.endsAt() - LinkCode.LIFE_MILLIS,
            new GivenRandom(random));
    try (LinkChannel channel = offer.accept(input.hex("note0"), new GivenRandom(random))) {
      return Map.of(
          "code", offer.code().toText(),
          "plaintext", MessageOperations.hex(channel.open(input.hex("note1"))));
    }
  }

  static Map<String, String> file(Fields input) throws ProtocolException {
    FileDescription description =
        FileDescription.fromWire(
            ObjectOperations.network(input),
            input.hex("file"),
            input.hex("secret"),
            input.number("size"),
            input.number("paddedSize"),
            input.count("segmentSize"),
            input.hex("segmentsHash"));
    byte[] target = new byte[FileLayout.SEGMENT_SIZE];
    try (FileOpener opener = new FileOpener(description)) {
      byte[] sealed = input.hex("sealed");
      int length = opener.open(0, sealed, sealed.length, target);
      opener.finish();
      return Map.of("content", MessageOperations.hex(Arrays.copyOf(target, length)));
    }
  }

  private static String hex(SecretBytes secret) {
    return HexFormat.of().formatHex(secret.read(SecretAccess.granted()));
  }
}

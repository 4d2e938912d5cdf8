package dev.wardroom.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.Refused;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final RandomSource RANDOM = RandomSource.system();
  private static final Envelope.Owner OWNER =
      new Envelope.Owner(NetworkId.of(RANDOM.bytes(16)), UserId.of(RANDOM.bytes(16)));
  private static final Optional<Hash32> FINGERPRINT =
      Optional.of(NetworkKey.generate(RANDOM).fingerprint());
  private static PasswordParameters parameters;
  private static PasswordMaster master;

  @BeforeAll
  static void derive() {
    parameters = PasswordParameters.fresh(RANDOM);
    master = PasswordMaster.derive("correct horse battery".toCharArray(), parameters);
  }

  @Test
  void passwordAndAccountKeyOpenTheEnvelopeAndNothingLess() throws ProtocolException {
    RootKey root = RootKey.generate(RANDOM);
    AccountKey accountKey = AccountKey.generate(RANDOM);
    byte[] envelope =
        Envelope.sealWithPassword(
            root, OWNER, master, Optional.of(accountKey), FINGERPRINT, RANDOM);

    try (Envelope.OpenedRoot opened =
        Envelope.openWithPassword(envelope, OWNER, master, Optional.of(accountKey))) {
      assertThat(opened.rootKey().publicKey()).isEqualTo(root.publicKey());
      assertThat(opened.networkFingerprint()).isEqualTo(FINGERPRINT);
    }
    PasswordMaster wrong = PasswordMaster.derive("wrong".toCharArray(), parameters);
    Refused.with(
        ProtocolError.ENVELOPE_NOT_OPENED,
        () -> Envelope.openWithPassword(envelope, OWNER, wrong, Optional.of(accountKey)));
    Refused.with(
        ProtocolError.ENVELOPE_NOT_OPENED,
        () ->
            Envelope.openWithPassword(
                envelope, OWNER, master, Optional.of(AccountKey.generate(RANDOM))));
    Refused.with(
        ProtocolError.ENVELOPE_NOT_OPENED,
        () -> Envelope.openWithPassword(envelope, OWNER, master, Optional.empty()));
    assertThat(Envelope.parameters(envelope, OWNER)).isEqualTo(parameters);
  }

  @Test
  void anyChangedBitOfAnEnvelopeIsRefused() {
    RootKey root = RootKey.generate(RANDOM);
    byte[] envelope =
        Envelope.sealWithPassword(root, OWNER, master, Optional.empty(), FINGERPRINT, RANDOM);

    for (int i = 0; i < envelope.length; i++) {
      byte[] changed = envelope.clone();
      changed[i] ^= 0x10;
      assertThatThrownBy(() -> Envelope.openWithPassword(changed, OWNER, master, Optional.empty()))
          .as("byte %d", i)
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void anothersEnvelopeIsRefused() {
    RootKey root = RootKey.generate(RANDOM);
    RecoveryKey recoveryKey = RecoveryKey.generate(RANDOM);
    byte[] envelope = Envelope.sealForRecovery(root, OWNER, recoveryKey, FINGERPRINT, RANDOM);

    Refused.with(
        ProtocolError.WRONG_USER,
        () ->
            Envelope.openForRecovery(
                envelope,
                new Envelope.Owner(OWNER.network(), UserId.of(new byte[16])),
                recoveryKey));
    Refused.with(
        ProtocolError.WRONG_NETWORK,
        () ->
            Envelope.openForRecovery(
                envelope,
                new Envelope.Owner(NetworkId.of(new byte[16]), OWNER.user()),
                recoveryKey));
  }

  @Test
  void theRecoveryKeyAndADeviceOpenTheirOwnEnvelopesOnly() throws ProtocolException {
    RootKey root = RootKey.generate(RANDOM);
    RecoveryKey recoveryKey = RecoveryKey.generate(RANDOM);
    SecretBytes wrapKey = SecretBytes.copyOf(recoveryKey.read(SecretAccess.granted()));
    byte[] recovery = Envelope.sealForRecovery(root, OWNER, recoveryKey, Optional.empty(), RANDOM);
    byte[] device = Envelope.sealForDevice(root, OWNER, wrapKey, FINGERPRINT, RANDOM);

    assertThat(Envelope.openForRecovery(recovery, OWNER, recoveryKey).rootKey().publicKey())
        .isEqualTo(root.publicKey());
    assertThat(Envelope.openOnDevice(device, OWNER, wrapKey).networkFingerprint())
        .isEqualTo(FINGERPRINT);
    Refused.with(
        ProtocolError.MALFORMED, () -> Envelope.openForRecovery(device, OWNER, recoveryKey));
    Refused.with(
        ProtocolError.ENVELOPE_NOT_OPENED,
        () -> Envelope.openForRecovery(recovery, OWNER, RecoveryKey.generate(RANDOM)));
  }

  @Test
  void theRootKeyOpensTheNetworkKey() throws ProtocolException {
    RootKey root = RootKey.generate(RANDOM);
    NetworkKey networkKey = NetworkKey.generate(RANDOM);
    byte[] envelope = Envelope.sealNetworkKey(networkKey, OWNER, root, RANDOM);

    assertThat(Envelope.openNetworkKey(envelope, OWNER, root).publicKey())
        .isEqualTo(networkKey.publicKey());
    Refused.with(
        ProtocolError.ENVELOPE_NOT_OPENED,
        () -> Envelope.openNetworkKey(envelope, OWNER, RootKey.generate(RANDOM)));
  }

  @Test
  void theServersParametersAreHeldToTheFloors() throws ProtocolException {
    byte[] salt = new byte[16];

    assertThat(PasswordParameters.fromWire(salt, 65_536, 3, 1).passes()).isEqualTo(3);
    assertThat(PasswordParameters.fromWire(salt, 1_048_576, 16, 8).lanes()).isEqualTo(8);
    for (int[] weak :
        new int[][] {
          {65_535, 3, 1},
          {65_536, 2, 1},
          {65_536, 3, 0},
          {1_048_577, 3, 1},
          {65_536, 17, 1},
          {65_536, 3, 9}
        }) {
      Refused.with(
          ProtocolError.PARAMETERS_TOO_WEAK,
          () -> PasswordParameters.fromWire(salt, weak[0], weak[1], weak[2]));
    }
    Refused.with(
        ProtocolError.PARAMETERS_TOO_WEAK,
        () -> PasswordParameters.fromWire(new byte[15], 65_536, 3, 1));
  }

  @Test
  void theLoginSecretIsNotTheEnvelopesKey() {
    try (SecretBytes login = master.loginSecret();
        SecretBytes key = master.envelopeKey(Optional.empty(), OWNER.network(), OWNER.user())) {
      assertThat(login.length()).isEqualTo(32);
      assertThat(login.sameAs(key)).isFalse();
      assertThat(login.sameAs(master.loginSecret())).isTrue();
    }
  }

  @Test
  void composedAndDecomposedLettersAreOnePassword() {
    PasswordMaster composed = PasswordMaster.derive("caf\u00e9".toCharArray(), parameters);
    PasswordMaster decomposed = PasswordMaster.derive("cafe\u0301".toCharArray(), parameters);

    assertThat(composed.loginSecret().sameAs(decomposed.loginSecret())).isTrue();
  }

  @Test
  void codesAreReadBackHoweverPeopleTypeThem() throws ProtocolException {
    AccountKey key = AccountKey.generate(RANDOM);
    String code = key.toCode();

    assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}");
    String typed =
        code.toLowerCase(Locale.ROOT).replace('-', ' ').replace('0', 'o').replace('1', 'l');
    assertThat(AccountKey.parse(typed).read(SecretAccess.granted()))
        .isEqualTo(key.read(SecretAccess.granted()));
    assertThat(RecoveryKey.generate(RANDOM).toCode()).hasSize(56 + 13);
  }

  @Test
  void aMistypedSymbolIsNoticed() {
    String code = AccountKey.generate(RANDOM).toCode().replace("-", "");
    int noticed = 0;
    for (int i = 0; i < code.length(); i++) {
      char other = code.charAt(i) == '7' ? '8' : '7';
      String typed = code.substring(0, i) + other + code.substring(i + 1);
      try {
        AccountKey.parse(typed);
      } catch (ProtocolException e) {
        assertThat(e.error()).isEqualTo(ProtocolError.CODE_MISTYPED);
        noticed++;
      }
    }
    // Ten check bits miss one typing error in 1,024.
    assertThat(noticed).isGreaterThanOrEqualTo(code.length() - 1);
  }

  @Test
  void aCodeOfAnotherKindOrLengthIsNoticed() {
    String recovery = RecoveryKey.generate(RANDOM).toCode();

    Refused.with(ProtocolError.CODE_MISTYPED, () -> AccountKey.parse(recovery));
    Refused.with(ProtocolError.CODE_MISTYPED, () -> AccountKey.parse(""));
    Refused.with(
        ProtocolError.CODE_MISTYPED,
        () -> RecoveryKey.parse(recovery.replace(recovery.charAt(0), 'U')));
  }

  @Test
  void theSheetShowsBothKeysAndPrintsNothingByAccident() {
    RecoverySheet sheet =
        new RecoverySheet(Optional.of(AccountKey.generate(RANDOM)), RecoveryKey.generate(RANDOM));
    String text = sheet.toText("ada", "https://chat.example.org");

    assertThat(text).contains(sheet.accountKey().orElseThrow().toCode());
    assertThat(text.lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(60);
    assertThat(text.replaceAll("\\s", "")).contains(sheet.recoveryKey().toCode().substring(0, 30));
    assertThat(sheet.toString()).isEqualTo("RecoverySheet");
  }
}

package dev.wardroom.core.account;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import java.util.Arrays;
import java.util.Optional;

/// A private key under another key, as the server or a device keeps it. Four locks, each with a
/// label and so a key of its own:
///
/// | lock | key | inside |
/// | --- | --- | --- |
/// | password | password and account key | root key |
/// | recovery | recovery key | root key |
/// | device | a key of the device's own store | root key |
/// | network key | the root key | a network key |
///
/// ```
/// label || u8 1 || network 16 || user 16 || public key 133 || parameters || nonce 12 ||
/// u32 length || AES-256-GCM(scalar 66 || u8 (0, 1) [|| network key fingerprint 32])
/// parameters = password: salt 16 || u32 KiB || u8 passes || u8 lanes || u8 account key (0, 1);
///              otherwise nothing
/// ```
///
/// Associated data is everything before the nonce. The public key is checked after opening by
/// computing it from the scalar, and by the caller against the newest device list (check A-03).
public final class Envelope {
  private static final int FORMAT = 1;
  private static final int KEY_LENGTH = 32;
  private static final int SEALED_MAX = 256;

  private Envelope() {}

  /// Whose envelope it is.
  public record Owner(NetworkId network, UserId user) {}

  /// What an envelope gave: the root key, and the fingerprint of the network key as it was pinned
  /// when the envelope was made, so that a new device need not trust the server for it.
  public record OpenedRoot(RootKey rootKey, Optional<Hash32> networkFingerprint)
      implements AutoCloseable {
    @Override
    public void close() {
      rootKey.close();
    }
  }

  /// The envelope of password and account key.
  public static byte[] sealWithPassword(
      RootKey root,
      Owner owner,
      PasswordMaster master,
      Optional<AccountKey> accountKey,
      Optional<Hash32> networkFingerprint,
      RandomSource random) {
    CanonicalWriter head = head(Labels.ENVELOPE, owner, root.publicKey());
    master.parameters().write(head);
    head.bool(accountKey.isPresent());
    try (SecretBytes key = master.envelopeKey(accountKey, owner.network, owner.user);
        SecretBytes scalar = root.exportScalar()) {
      return seal(head, key, scalar, networkFingerprint, random);
    }
  }

  /// Throws ENVELOPE_NOT_OPENED for a wrong password or account key alike, WRONG_USER or
  /// WRONG_NETWORK for another's envelope, PARAMETERS_TOO_WEAK.
  public static OpenedRoot openWithPassword(
      byte[] envelope, Owner owner, PasswordMaster master, Optional<AccountKey> accountKey)
      throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(envelope);
    P521PublicKey publicKey = readHead(reader, Labels.ENVELOPE, owner);
    PasswordParameters parameters = PasswordParameters.read(reader);
    boolean withAccountKey = reader.bool();
    if (!parameters.equals(master.parameters()) || withAccountKey != accountKey.isPresent()) {
      throw notOpened();
    }
    try (SecretBytes key = master.envelopeKey(accountKey, owner.network, owner.user)) {
      return openRoot(envelope, reader, key, publicKey);
    }
  }

  /// The parameters of a password envelope, to derive the master with.
  public static PasswordParameters parameters(byte[] envelope, Owner owner)
      throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(envelope);
    readHead(reader, Labels.ENVELOPE, owner);
    return PasswordParameters.read(reader);
  }

  /// The envelope of the recovery key.
  public static byte[] sealForRecovery(
      RootKey root,
      Owner owner,
      RecoveryKey recoveryKey,
      Optional<Hash32> networkFingerprint,
      RandomSource random) {
    CanonicalWriter head = head(Labels.RECOVERY_ENVELOPE, owner, root.publicKey());
    byte[] input = recoveryKey.read(SecretAccess.granted());
    try (SecretBytes key = derive(Labels.RECOVERY_ENVELOPE, owner, input);
        SecretBytes scalar = root.exportScalar()) {
      return seal(head, key, scalar, networkFingerprint, random);
    }
  }

  /// Throws ENVELOPE_NOT_OPENED, WRONG_USER, WRONG_NETWORK.
  public static OpenedRoot openForRecovery(byte[] envelope, Owner owner, RecoveryKey recoveryKey)
      throws ProtocolException {
    byte[] input = recoveryKey.read(SecretAccess.granted());
    try (SecretBytes key = derive(Labels.RECOVERY_ENVELOPE, owner, input)) {
      return openRoot(envelope, Labels.RECOVERY_ENVELOPE, owner, key);
    }
  }

  /// The root key on an approving device, under a 32-byte key that the device's local lock opens.
  public static byte[] sealForDevice(
      RootKey root,
      Owner owner,
      SecretBytes wrapKey,
      Optional<Hash32> networkFingerprint,
      RandomSource random) {
    CanonicalWriter head = head(Labels.DEVICE_WRAP, owner, root.publicKey());
    byte[] input = wrapKey.read(SecretAccess.granted());
    try (SecretBytes key = derive(Labels.DEVICE_WRAP, owner, input);
        SecretBytes scalar = root.exportScalar()) {
      return seal(head, key, scalar, networkFingerprint, random);
    }
  }

  /// Throws ENVELOPE_NOT_OPENED, WRONG_USER, WRONG_NETWORK.
  public static OpenedRoot openOnDevice(byte[] envelope, Owner owner, SecretBytes wrapKey)
      throws ProtocolException {
    byte[] input = wrapKey.read(SecretAccess.granted());
    try (SecretBytes key = derive(Labels.DEVICE_WRAP, owner, input)) {
      return openRoot(envelope, Labels.DEVICE_WRAP, owner, key);
    }
  }

  /// An owner's network key under the owner's root key.
  public static byte[] sealNetworkKey(
      NetworkKey networkKey, Owner owner, RootKey root, RandomSource random) {
    CanonicalWriter head = head(Labels.NETWORK_KEY_ENVELOPE, owner, networkKey.publicKey());
    try (SecretBytes rootScalar = root.exportScalar();
        SecretBytes key = deriveFromRoot(owner, rootScalar);
        SecretBytes scalar = networkKey.exportScalar()) {
      return seal(head, key, scalar, Optional.empty(), random);
    }
  }

  /// Throws ENVELOPE_NOT_OPENED, WRONG_USER, WRONG_NETWORK.
  public static NetworkKey openNetworkKey(byte[] envelope, Owner owner, RootKey root)
      throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(envelope);
    P521PublicKey publicKey = readHead(reader, Labels.NETWORK_KEY_ENVELOPE, owner);
    try (SecretBytes rootScalar = root.exportScalar();
        SecretBytes key = deriveFromRoot(owner, rootScalar);
        Inside inside = open(envelope, reader, key)) {
      NetworkKey networkKey = networkKey(inside.scalar);
      if (!networkKey.publicKey().equals(publicKey)) {
        throw notOpened();
      }
      return networkKey;
    }
  }

  private record Inside(SecretBytes scalar, Optional<Hash32> fingerprint) implements AutoCloseable {
    @Override
    public void close() {
      scalar.close();
    }
  }

  private static OpenedRoot openRoot(byte[] envelope, String label, Owner owner, SecretBytes key)
      throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(envelope);
    return openRoot(envelope, reader, key, readHead(reader, label, owner));
  }

  private static OpenedRoot openRoot(
      byte[] envelope, CanonicalReader reader, SecretBytes key, P521PublicKey publicKey)
      throws ProtocolException {
    try (Inside inside = open(envelope, reader, key)) {
      RootKey root = rootKey(inside.scalar);
      if (!root.publicKey().equals(publicKey)) {
        throw notOpened();
      }
      return new OpenedRoot(root, inside.fingerprint);
    }
  }

  private static RootKey rootKey(SecretBytes scalar) throws ProtocolException {
    try {
      return RootKey.fromScalar(scalar);
    } catch (ProtocolException e) {
      throw notOpened();
    }
  }

  private static NetworkKey networkKey(SecretBytes scalar) throws ProtocolException {
    try {
      return NetworkKey.fromScalar(scalar);
    } catch (ProtocolException e) {
      throw notOpened();
    }
  }

  private static CanonicalWriter head(String label, Owner owner, P521PublicKey publicKey) {
    CanonicalWriter writer = new CanonicalWriter(512).label(label).u8(FORMAT);
    writer.fixed(owner.network.bytes()).fixed(owner.user.bytes());
    return writer.fixed(publicKey.bytes());
  }

  private static P521PublicKey readHead(CanonicalReader reader, String label, Owner owner)
      throws ProtocolException {
    reader.label(label).version(FORMAT);
    if (!NetworkId.read(reader).equals(owner.network)) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "envelope");
    }
    if (!UserId.read(reader).equals(owner.user)) {
      throw new ProtocolException(ProtocolError.WRONG_USER, "envelope");
    }
    return P521PublicKey.read(reader);
  }

  private static byte[] seal(
      CanonicalWriter head,
      SecretBytes key,
      SecretBytes scalar,
      Optional<Hash32> fingerprint,
      RandomSource random) {
    byte[] aad = head.toArray();
    CanonicalWriter inside = new CanonicalWriter(128).fixed(scalar.read(SecretAccess.granted()));
    inside.bool(fingerprint.isPresent());
    fingerprint.ifPresent(hash -> inside.fixed(hash.bytes()));
    byte[] nonce = random.bytes(AesGcm.NONCE_LENGTH);
    byte[] plaintext = inside.toArray();
    inside.wipe();
    byte[] sealed = new AesGcm().seal(key.read(SecretAccess.granted()), nonce, aad, plaintext);
    SecretBytes.wrap(plaintext).close();
    return head.fixed(nonce).variable(sealed).toArray();
  }

  private static Inside open(byte[] envelope, CanonicalReader reader, SecretBytes key)
      throws ProtocolException {
    byte[] aad = Arrays.copyOf(envelope, envelope.length - reader.remaining());
    byte[] nonce = reader.fixed(AesGcm.NONCE_LENGTH).unsafeArray();
    Bytes sealed = reader.variable(SEALED_MAX);
    reader.end();
    byte[] plaintext;
    try {
      plaintext =
          new AesGcm().open(key.read(SecretAccess.granted()), nonce, aad, sealed.unsafeArray());
    } catch (ProtocolException e) {
      throw notOpened();
    }
    try {
      return inside(plaintext);
    } catch (ProtocolException e) {
      // Who holds the key sealed something else: no other error than for a wrong key.
      throw notOpened();
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private static Inside inside(byte[] plaintext) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(plaintext);
    byte[] scalar = reader.fixed(P521PrivateKey.SCALAR_LENGTH).unsafeArray();
    Optional<Hash32> fingerprint =
        reader.bool() ? Optional.of(Hash32.read(reader)) : Optional.empty();
    reader.end();
    return new Inside(SecretBytes.wrap(scalar), fingerprint);
  }

  private static SecretBytes deriveFromRoot(Owner owner, SecretBytes rootScalar) {
    return derive(Labels.NETWORK_KEY_ENVELOPE, owner, rootScalar.read(SecretAccess.granted()));
  }

  private static SecretBytes derive(String label, Owner owner, byte[] input) {
    byte[] info =
        CanonicalWriter.labelled(label)
            .fixed(owner.network.bytes())
            .fixed(owner.user.bytes())
            .toArray();
    return SecretBytes.wrap(new Hkdf().derive(input, info, KEY_LENGTH));
  }

  private static ProtocolException notOpened() {
    return new ProtocolException(
        ProtocolError.ENVELOPE_NOT_OPENED, "wrong password or key, or another's envelope");
  }
}

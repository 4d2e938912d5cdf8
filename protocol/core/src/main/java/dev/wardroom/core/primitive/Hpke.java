package dev.wardroom.core.primitive;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.CryptoProviders;
import dev.wardroom.wire.key.P521PublicKey;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/// HPKE (RFC 9180) single-shot in mode_base and mode_psk with DHKEM(P-521, HKDF-SHA512),
/// HKDF-SHA512 and AES-256-GCM.
///
/// The sender's side takes the ephemeral key from outside, so that one message uses one for all its
/// recipients: a deliberate departure from RFC 9180 §7.1.5, argued in docs/protocol.md. A receiver
/// is plain RFC 9180. Keeps JCA objects for reuse; belongs to one thread.
public final class Hpke {
  private static final byte[] VERSION = ascii("HPKE-v1");
  private static final byte[] KEM_SUITE = {'K', 'E', 'M', 0x00, 0x12};
  private static final byte[] SUITE = {'H', 'P', 'K', 'E', 0, 0x12, 0, 0x03, 0, 0x02};
  private static final int MODE_BASE = 0;
  private static final int MODE_PSK = 1;
  private static final int CONTEXT_LENGTH = 1 + 2 * Hkdf.HASH_LENGTH;
  private static final byte[] NOTHING = new byte[0];

  private static final byte[] EAE_PRK = ascii("eae_prk");
  private static final byte[] SHARED_SECRET = ascii("shared_secret");
  private static final byte[] PSK_ID_HASH = ascii("psk_id_hash");
  private static final byte[] INFO_HASH = ascii("info_hash");
  private static final byte[] SECRET = ascii("secret");
  private static final byte[] KEY = ascii("key");
  private static final byte[] BASE_NONCE = ascii("base_nonce");

  private final Hkdf hkdf;
  private final AesGcm aead;
  private final KeyAgreement agreement;
  private final byte[] noPskIdHash;
  private @Nullable P521PrivateKey agreeing;

  public Hpke() {
    CryptoProviders providers = CryptoProviders.preferred();
    hkdf = new Hkdf(providers);
    aead = new AesGcm(providers);
    agreement = providers.ecdh();
    noPskIdHash = labelledExtract(NOTHING, SUITE, PSK_ID_HASH, NOTHING);
  }

  /// A pre-shared key with the hash of its id, computed once for all its uses. The secret has at
  /// least 32 bytes (RFC 9180 §5.1.2).
  ///
  /// @param idHash LabeledExtract("", "psk_id_hash", psk_id), 64 bytes
  public record Psk(SecretBytes secret, byte[] idHash) {
    public Psk {
      if (secret.length() < 32 || idHash.length != Hkdf.HASH_LENGTH) {
        throw new IllegalArgumentException("a psk has 32 bytes or more");
      }
    }
  }

  /// Prepares a pre-shared key.
  public Psk psk(SecretBytes secret, byte[] id) {
    return new Psk(secret, labelledExtract(NOTHING, SUITE, PSK_ID_HASH, id));
  }

  /// Seal of the first and only message of a context. With a null psk the mode is base.
  public byte[] seal(
      P521PrivateKey ephemeral,
      P521PublicKey recipient,
      byte[] info,
      @Nullable Psk psk,
      byte[] plaintext) {
    byte[] dh = agree(ephemeral, recipient);
    byte[] shared = sharedSecret(dh, ephemeral.publicKey(), recipient);
    Context context = schedule(shared, info, psk);
    byte[] sealed = aead.seal(context.key, context.nonce, NOTHING, plaintext);
    wipe(dh, shared, context.key, context.nonce);
    return sealed;
  }

  /// Throws NOT_OPENED.
  public byte[] open(
      P521PublicKey ephemeral,
      P521PrivateKey recipient,
      byte[] info,
      @Nullable Psk psk,
      byte[] sealed)
      throws ProtocolException {
    byte[] dh = agree(recipient, ephemeral);
    byte[] shared = sharedSecret(dh, ephemeral, recipient.publicKey());
    Context context = schedule(shared, info, psk);
    try {
      return aead.open(context.key, context.nonce, NOTHING, sealed);
    } finally {
      wipe(dh, shared, context.key, context.nonce);
    }
  }

  /// Drops the reference to the last private key, so that a caller can wipe it.
  public void forget() {
    agreeing = null;
  }

  /// The x coordinate, 66 bytes with leading zeros (RFC 9180 §7.1). Points are validated when a
  /// [P521PublicKey] is made, so the result is never the point at infinity.
  byte[] agree(P521PrivateKey own, P521PublicKey other) {
    try {
      if (agreeing != own) {
        agreement.init(own.toJca());
        agreeing = own;
      }
      agreement.doPhase(other.toJca(), true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      agreeing = null;
      throw new IllegalStateException("the provider refuses its own key", e);
    }
  }

  byte[] sharedSecret(byte[] dh, P521PublicKey ephemeral, P521PublicKey recipient) {
    byte[] prk = labelledExtract(NOTHING, KEM_SUITE, EAE_PRK, dh);
    byte[] context = Arrays.copyOf(ephemeral.bytes().unsafeArray(), 2 * P521PublicKey.LENGTH);
    System.arraycopy(
        recipient.bytes().unsafeArray(), 0, context, P521PublicKey.LENGTH, P521PublicKey.LENGTH);
    byte[] shared = labelledExpand(prk, KEM_SUITE, SHARED_SECRET, context, Hkdf.HASH_LENGTH);
    wipe(prk);
    return shared;
  }

  record Context(byte[] key, byte[] nonce) {}

  Context schedule(byte[] shared, byte[] info, @Nullable Psk psk) {
    byte[] context = new byte[CONTEXT_LENGTH];
    context[0] = (byte) (psk == null ? MODE_BASE : MODE_PSK);
    byte[] pskIdHash = psk == null ? noPskIdHash : psk.idHash;
    System.arraycopy(pskIdHash, 0, context, 1, Hkdf.HASH_LENGTH);
    byte[] infoHash = labelledExtract(NOTHING, SUITE, INFO_HASH, info);
    System.arraycopy(infoHash, 0, context, 1 + Hkdf.HASH_LENGTH, Hkdf.HASH_LENGTH);
    byte[] pskBytes = psk == null ? NOTHING : psk.secret.read(SecretAccess.granted());
    byte[] secret = labelledExtract(shared, SUITE, SECRET, pskBytes);
    Context derived =
        new Context(
            labelledExpand(secret, SUITE, KEY, context, AesGcm.KEY_LENGTH),
            labelledExpand(secret, SUITE, BASE_NONCE, context, AesGcm.NONCE_LENGTH));
    wipe(secret);
    return derived;
  }

  private byte[] labelledExtract(byte[] salt, byte[] suite, byte[] label, byte[] input) {
    return hkdf.extract(salt, VERSION, suite, label, input);
  }

  private byte[] labelledExpand(byte[] prk, byte[] suite, byte[] label, byte[] info, int length) {
    byte[] labelled = new byte[2 + VERSION.length + suite.length + label.length + info.length];
    labelled[0] = (byte) (length >>> 8);
    labelled[1] = (byte) length;
    int at = 2;
    for (byte[] part : new byte[][] {VERSION, suite, label, info}) {
      System.arraycopy(part, 0, labelled, at, part.length);
      at += part.length;
    }
    return hkdf.expand(prk, labelled, length);
  }

  private static void wipe(byte[]... secrets) {
    for (byte[] secret : secrets) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

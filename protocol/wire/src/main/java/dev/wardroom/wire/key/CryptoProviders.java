package dev.wardroom.wire.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Which JCA provider does the work: Amazon Corretto Crypto Provider where its class is present and
/// its native library loads (P-521 about 18 times faster), else the JDK's own.
///
/// The choice is made once. The system property `wardroom.crypto=jdk` keeps to the JDK. Providers
/// are asked for by instance, so that nothing depends on the order of the installed ones, and the
/// process's own list of providers stays as it was. Immutable, thread-safe.
public final class CryptoProviders {
  private static final int VERIFIERS_MAX = 16;
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final CryptoProviders JDK =
      new CryptoProviders("JDK", installed("SunEC"), installed("SunJCE"));
  private static final CryptoProviders PREFERRED = choose();

  private final String name;
  private final Provider curves;
  private final Provider symmetric;

  /// Verifiers at rest. A new one costs 3 % of a verification; they hold public keys only.
  private final ArrayBlockingQueue<Signature> verifiers = new ArrayBlockingQueue<>(VERIFIERS_MAX);

  private CryptoProviders(String name, Provider curves, Provider symmetric) {
    this.name = name;
    this.curves = curves;
    this.symmetric = symmetric;
  }

  /// The fastest that works here.
  public static CryptoProviders preferred() {
    return PREFERRED;
  }

  /// The JDK's own, for comparison and where nothing else loads.
  public static CryptoProviders jdk() {
    return JDK;
  }

  /// For `doctor` and logs: "Corretto" or "JDK".
  public String name() {
    return name;
  }

  public KeyFactory ecKeyFactory() {
    try {
      return KeyFactory.getInstance("EC", curves);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// ECDSA with SHA-512; signatures are r || s, 132 bytes.
  public Signature ecdsa() {
    try {
      return Signature.getInstance("SHA512withECDSAinP1363Format", curves);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// Whether the signature, r || s, over the message is the key's. The key is this provider's.
  boolean verifies(PublicKey key, byte[] message, byte[] signature) throws InvalidKeyException {
    Signature pooled = verifiers.poll();
    Signature verifier = pooled == null ? ecdsa() : pooled;
    verifier.initVerify(key);
    boolean good;
    try {
      verifier.update(message);
      good = verifier.verify(signature);
    } catch (SignatureException e) {
      // A provider's word for "not a signature at all"; the object is not used again.
      return false;
    }
    atRest(verifier);
    return good;
  }

  /// A full pool drops the verifier: nothing is lost but its making.
  @SuppressWarnings("ReturnValueIgnored")
  private void atRest(Signature verifier) {
    verifiers.offer(verifier);
  }

  public KeyAgreement ecdh() {
    try {
      return KeyAgreement.getInstance("ECDH", curves);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// Draws P-521 key pairs with the provider's own randomness.
  public KeyPairGenerator p521Generator() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", curves);
      generator.initialize(new ECGenParameterSpec("secp521r1"));
      return generator;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  public Mac hmacSha512() {
    try {
      return Mac.getInstance("HmacSHA512", symmetric);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  public Cipher aesGcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding", symmetric);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static CryptoProviders choose() {
    if ("jdk".equals(System.getProperty("wardroom.crypto"))) {
      return JDK;
    }
    Provider corretto = corretto();
    return corretto == null ? JDK : new CryptoProviders("Corretto", corretto, corretto);
  }

  /// Null when the class is absent, the platform has no library, or the library does not load: then
  /// the JDK does the same work slower, and [#name] says so.
  private static @Nullable Provider corretto() {
    try {
      Class<?> type = Class.forName(CORRETTO);
      Provider provider = (Provider) type.getField("INSTANCE").get(null);
      boolean loaded = type.getMethod("getLoadingError").invoke(provider) == null;
      return loaded ? provider : null;
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  private static Provider installed(String name) {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new IllegalStateException("this Java runtime lacks the provider " + name);
    }
    return provider;
  }

  private static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("the provider lacks a primitive it had at start", cause);
  }
}

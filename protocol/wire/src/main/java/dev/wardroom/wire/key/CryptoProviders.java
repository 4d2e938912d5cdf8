package dev.wardroom.wire.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
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
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final CryptoProviders JDK =
      new CryptoProviders("JDK", installed("SunEC"), installed("SunJCE"));
  private static final CryptoProviders PREFERRED = choose();

  private final String name;
  private final Provider curves;
  private final Provider symmetric;

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

package dev.wardroom.core.primitive;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.vectors.Tally;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.CryptoProviders;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/// Wycheproof's cases for ECDH and ECDSA on P-521. Stricter than the cases where the protocol is:
/// compressed points, other encodings and high s are refused, although the arithmetic would hold.
public final class WycheproofCurve {
  private static final byte[] SPKI_PREFIX =
      HexFormat.of().parseHex("30819b301006072a8648ce3d020106052b81040023038186" + "00");
  private static final int COORDINATE_LENGTH = 66;

  private final CryptoProviders providers;
  private final boolean preferred;

  public WycheproofCurve(CryptoProviders providers) {
    this.providers = providers;
    this.preferred = providers.name().equals(CryptoProviders.preferred().name());
  }

  /// Points as such.
  public void agreementByPoint(JsonNode file, Tally tally) {
    forEachTest(file, test -> agree(hex(test, "public"), hex(test, "private"), test, tally));
  }

  /// Points in SubjectPublicKeyInfo: only the one encoding of the named curve is a key of ours.
  public void agreementBySpki(JsonNode file, Tally tally) {
    forEachTest(
        file,
        test -> {
          byte[] spki = hex(test, "public");
          boolean ours =
              spki.length == SPKI_PREFIX.length + P521PublicKey.LENGTH
                  && Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length);
          byte[] point =
              ours ? Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length) : new byte[0];
          agree(point, hex(test, "private"), test, tally);
        });
  }

  /// Points and scalars as JSON Web Keys.
  public void agreementByJwk(JsonNode file, Tally tally) {
    forEachTest(
        file,
        test -> {
          JsonNode key = test.get("public");
          byte[] x = base64(key, "x");
          byte[] y = base64(key, "y");
          byte[] point = new byte[1 + x.length + y.length];
          point[0] = 4;
          System.arraycopy(x, 0, point, 1, x.length);
          System.arraycopy(y, 0, point, 1 + x.length, y.length);
          boolean ours =
              key.path("crv").asString("").equals("P-521")
                  && x.length == COORDINATE_LENGTH
                  && y.length == COORDINATE_LENGTH;
          agree(ours ? point : new byte[0], base64(test.get("private"), "d"), test, tally);
        });
  }

  private void agree(byte[] point, byte[] scalar, JsonNode test, Tally tally) {
    boolean agreed;
    boolean refused = false;
    try {
      P521PublicKey other = P521PublicKey.fromWire(point);
      P521PrivateKey own = P521PrivateKey.fromScalar(SecretBytes.wrap(fixedLength(scalar)));
      agreed = Arrays.equals(secret(own, other), hex(test, "shared"));
    } catch (ProtocolException e) {
      agreed = false;
      refused = e.error() == ProtocolError.KEY_INVALID;
    }
    boolean good =
        switch (test.get("result").asString()) {
          case "valid" -> agreed;
          case "acceptable" -> agreed || refused;
          default -> refused;
        };
    tally.check(good, name(test));
  }

  private byte[] secret(P521PrivateKey own, P521PublicKey other) {
    if (preferred) {
      return new Hpke().agree(own, other);
    }
    try {
      javax.crypto.KeyAgreement agreement = providers.ecdh();
      java.security.spec.PKCS8EncodedKeySpec spec =
          new java.security.spec.PKCS8EncodedKeySpec(own.toJca().getEncoded());
      agreement.init(providers.ecKeyFactory().generatePrivate(spec));
      agreement.doPhase(other.toJca(providers), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDH", e);
    }
  }

  /// Signatures as r || s.
  public void signatures(JsonNode file, Tally tally) {
    forEachSignature(file, (key, test) -> verify(key, hex(test, "sig"), test, tally));
  }

  /// Signatures in DER: read strictly, then the same.
  public void derSignatures(JsonNode file, Tally tally) {
    forEachSignature(
        file, (key, test) -> verify(key, StrictDer.toFixed(hex(test, "sig")), test, tally));
  }

  private void verify(P521PublicKey key, byte[] signature, JsonNode test, Tally tally) {
    byte[] message = hex(test, "msg");
    boolean valid = test.get("result").asString().equals("valid");
    boolean holds;
    boolean low = true;
    try {
      holds = verifies(key, P521Signature.fromWire(signature), message);
    } catch (ProtocolException e) {
      holds = false;
      low = !isHigh(signature);
    }
    // A high s is refused as it stands, and the same signature brought to the low s holds.
    boolean good =
        (valid && !low)
            ? verifies(key, P521Signature.normalised(signature), message)
            : holds == valid;
    tally.check(good, name(test));
  }

  private boolean verifies(P521PublicKey key, P521Signature signature, byte[] message) {
    if (preferred) {
      return key.verifies(signature, message);
    }
    try {
      Signature verifier = providers.ecdsa();
      verifier.initVerify(key.toJca(providers));
      verifier.update(message);
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isHigh(byte[] signature) {
    if (signature.length != P521Signature.LENGTH) {
      return false;
    }
    BigInteger order = org.bouncycastle.asn1.sec.SECNamedCurves.getByName("secp521r1").getN();
    BigInteger r = new BigInteger(1, signature, 0, COORDINATE_LENGTH);
    BigInteger s = new BigInteger(1, signature, COORDINATE_LENGTH, COORDINATE_LENGTH);
    return r.signum() > 0
        && r.compareTo(order) < 0
        && s.compareTo(order) < 0
        && s.compareTo(order.shiftRight(1)) > 0;
  }

  private interface Case {
    void run(JsonNode test);
  }

  private interface SignatureCase {
    void run(P521PublicKey key, JsonNode test);
  }

  private static void forEachTest(JsonNode file, Case body) {
    for (JsonNode group : file.get("testGroups")) {
      group.get("tests").forEach(body::run);
    }
  }

  private static void forEachSignature(JsonNode file, SignatureCase body) {
    for (JsonNode group : file.get("testGroups")) {
      byte[] point = HexFormat.of().parseHex(group.get("publicKey").get("uncompressed").asString());
      P521PublicKey key = P521PublicKey.of(point);
      group.get("tests").forEach(test -> body.run(key, test));
    }
  }

  /// Published scalars come with leading zeros, or without any.
  private static byte[] fixedLength(byte[] scalar) {
    BigInteger value = new BigInteger(1, scalar);
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[COORDINATE_LENGTH];
    int length = Math.min(bytes.length, COORDINATE_LENGTH);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_LENGTH - length, length);
    return fixed;
  }

  private static byte[] base64(JsonNode key, String field) {
    String text = key.path(field).asString("");
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] hex(JsonNode test, String field) {
    return HexFormat.of().parseHex(test.get(field).asString());
  }

  private static String name(JsonNode test) {
    return "case "
        + test.get("tcId").asInt()
        + " ("
        + test.get("comment").asString()
        + "), expected "
        + test.get("result").asString();
  }
}

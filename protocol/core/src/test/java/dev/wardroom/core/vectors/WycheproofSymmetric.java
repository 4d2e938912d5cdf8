package dev.wardroom.core.vectors;

import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.CryptoProviders;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// Wycheproof's cases for AES-GCM, HKDF and HMAC, through our classes.
final class WycheproofSymmetric {
  private final CryptoProviders providers;

  WycheproofSymmetric(CryptoProviders providers) {
    this.providers = providers;
  }

  void aesGcm(JsonNode file, Tally tally) {
    for (JsonNode group : file.get("testGroups")) {
      boolean ours =
          group.get("keySize").asInt() == 256
              && group.get("ivSize").asInt() == 96
              && group.get("tagSize").asInt() == 128;
      for (JsonNode test : group.get("tests")) {
        if (ours) {
          aesGcmCase(test, tally);
        } else {
          tally.skip("another key, nonce or tag length than the protocol's");
        }
      }
    }
  }

  /// A fresh object for each call: providers refuse to meet one key and nonce twice.
  private void aesGcmCase(JsonNode test, Tally tally) {
    byte[] sealed = hex(test.get("ct").asString() + test.get("tag").asString());
    byte[] message = hex(test, "msg");
    byte[] key = hex(test, "key");
    byte[] nonce = hex(test, "iv");
    byte[] aad = hex(test, "aad");
    boolean valid = isValid(test);
    boolean opens;
    try {
      opens = Arrays.equals(new AesGcm(providers).open(key, nonce, aad, sealed), message);
    } catch (ProtocolException e) {
      opens = false;
    }
    boolean seals =
        valid && Arrays.equals(new AesGcm(providers).seal(key, nonce, aad, message), sealed);
    tally.check(valid ? opens && seals : !opens, name(test));
  }

  void hkdf(JsonNode file, Tally tally) {
    Hkdf hkdf = new Hkdf(providers);
    for (JsonNode group : file.get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        boolean same;
        try {
          byte[] key = hkdf.extract(hex(test, "salt"), hex(test, "ikm"));
          byte[] output = hkdf.expand(key, hex(test, "info"), test.get("size").asInt());
          same = Arrays.equals(output, hex(test, "okm"));
        } catch (IllegalArgumentException e) {
          same = false;
        }
        tally.check(same == isValid(test), name(test));
      }
    }
  }

  void hmac(JsonNode file, Tally tally) {
    for (JsonNode group : file.get("testGroups")) {
      int tagLength = group.get("tagSize").asInt() / 8;
      for (JsonNode test : group.get("tests")) {
        byte[] tag = Arrays.copyOf(mac(hex(test, "key"), hex(test, "msg")), tagLength);
        boolean same = MessageDigest.isEqual(tag, hex(test, "tag"));
        tally.check(same == isValid(test), name(test));
      }
    }
  }

  private byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = providers.hmacSha512();
      // JCA has no empty key; HMAC pads with zeros, so that one zero byte is the same key.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA512"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    }
  }

  static boolean isValid(JsonNode test) {
    return test.get("result").asString().equals("valid");
  }

  static byte[] hex(JsonNode test, String field) {
    return hex(test.get(field).asString());
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  static String name(JsonNode test) {
    JsonNode comment = test.get("comment");
    return "case "
        + test.get("tcId").asInt()
        + (comment == null ? "" : " (" + comment.asString() + ")")
        + ", expected "
        + test.get("result").asString();
  }
}

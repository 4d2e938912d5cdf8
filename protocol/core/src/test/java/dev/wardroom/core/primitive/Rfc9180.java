package dev.wardroom.core.primitive;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.vectors.Tally;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.P521PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The vectors of RFC 9180 for DHKEM(P-521, HKDF-SHA512), HKDF-SHA512, AES-256-GCM: shared secret
/// on both sides, key, base nonce, and every encryption of the context. One case for each
/// encryption, and one for the key schedule.
public final class Rfc9180 {
  private static final int MODE_BASE = 0;
  private static final int MODE_PSK = 1;

  private Rfc9180() {}

  public static void run(JsonNode vectors, Tally tally) {
    for (JsonNode vector : vectors) {
      int mode = vector.get("mode").asInt();
      if (mode == MODE_BASE || mode == MODE_PSK) {
        runVector(vector, mode, tally);
      } else {
        vector.get("encryptions").forEach(skipped -> tally.skip("the auth modes are not used"));
        tally.skip("the auth modes are not used");
      }
    }
  }

  private static void runVector(JsonNode vector, int mode, Tally tally) {
    Hpke hpke = new Hpke();
    P521PrivateKey ephemeral = privateKey(vector, "skEm");
    P521PrivateKey recipient = privateKey(vector, "skRm");
    P521PublicKey recipientKey = P521PublicKey.of(hex(vector, "pkRm"));
    byte[] sent =
        hpke.sharedSecret(hpke.agree(ephemeral, recipientKey), ephemeral.publicKey(), recipientKey);
    byte[] received =
        hpke.sharedSecret(
            hpke.agree(recipient, ephemeral.publicKey()), ephemeral.publicKey(), recipientKey);
    Hpke.@Nullable Psk psk =
        mode == MODE_PSK
            ? hpke.psk(SecretBytes.wrap(hex(vector, "psk")), hex(vector, "psk_id"))
            : null;
    Hpke.Context context = hpke.schedule(sent.clone(), hex(vector, "info"), psk);
    boolean good =
        Arrays.equals(ephemeral.publicKey().toArray(), hex(vector, "enc"))
            && Arrays.equals(recipient.publicKey().toArray(), hex(vector, "pkRm"))
            && Arrays.equals(sent, hex(vector, "shared_secret"))
            && Arrays.equals(received, hex(vector, "shared_secret"))
            && Arrays.equals(context.key(), hex(vector, "key"))
            && Arrays.equals(context.nonce(), hex(vector, "base_nonce"));
    tally.check(good, "key schedule of mode " + mode);
    for (JsonNode encryption : vector.get("encryptions")) {
      encryption(context, encryption, mode, tally);
    }
  }

  private static void encryption(Hpke.Context context, JsonNode encryption, int mode, Tally tally) {
    byte[] nonce = hex(encryption, "nonce");
    byte[] sealed =
        new AesGcm().seal(context.key(), nonce, hex(encryption, "aad"), hex(encryption, "pt"));
    tally.check(Arrays.equals(sealed, hex(encryption, "ct")), "encryption of mode " + mode);
  }

  private static P521PrivateKey privateKey(JsonNode vector, String field) {
    try {
      return P521PrivateKey.fromScalar(SecretBytes.wrap(hex(vector, field)));
    } catch (ProtocolException e) {
      throw new IllegalStateException("a published key", e);
    }
  }

  private static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).asString());
  }
}

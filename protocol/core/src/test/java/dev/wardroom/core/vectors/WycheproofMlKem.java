package dev.wardroom.core.vectors;

import static dev.wardroom.core.vectors.WycheproofSymmetric.hex;
import static dev.wardroom.core.vectors.WycheproofSymmetric.isValid;
import static dev.wardroom.core.vectors.WycheproofSymmetric.name;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.MlKemKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// Wycheproof's cases for ML-KEM-1024: keys from seeds, encapsulation with a given message,
/// decapsulation.
final class WycheproofMlKem {
  private WycheproofMlKem() {}

  static void encapsulation(JsonNode file, Tally tally) {
    for (JsonNode group : file.get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        byte[] message = hex(test, "m");
        boolean same;
        try {
          RandomSource given = target -> System.arraycopy(message, 0, target, 0, target.length);
          MlKemKey.Encapsulated made = MlKemKey.encapsulate(Bytes.of(hex(test, "ek")), given);
          same =
              made.ciphertext().equals(Bytes.of(hex(test, "c")))
                  && Arrays.equals(read(made.secret()), hex(test, "K"));
        } catch (ProtocolException e) {
          same = false;
        }
        tally.check(same == isValid(test), name(test));
      }
    }
  }

  static void keyGeneration(JsonNode file, Tally tally) {
    for (JsonNode group : file.get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        MlKemKey key = MlKemKey.fromSeed(SecretBytes.wrap(hex(test, "seed")));
        tally.check(key.encapsulationKey().equals(Bytes.of(hex(test, "ek"))), name(test));
      }
    }
  }

  /// Seeds of a wrong length are refused by [MlKemKey#fromSeed], ciphertexts by decapsulation.
  static void decapsulation(JsonNode file, Tally tally) {
    for (JsonNode group : file.get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        boolean same;
        try {
          MlKemKey key = MlKemKey.fromSeed(SecretBytes.wrap(hex(test, "seed")));
          byte[] secret = read(key.decapsulate(Bytes.of(hex(test, "c"))));
          same = Arrays.equals(secret, hex(test, "K"));
        } catch (ProtocolException | IllegalArgumentException e) {
          same = false;
        }
        tally.check(same == isValid(test), name(test));
      }
    }
  }

  static void expandedKeys(JsonNode file, Tally tally) {
    for (JsonNode group : file.get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        tally.skip("expanded private keys: ours are kept as seeds only, " + name(test));
      }
    }
  }

  private static byte[] read(SecretBytes secret) {
    return secret.read(SecretAccess.granted());
  }
}

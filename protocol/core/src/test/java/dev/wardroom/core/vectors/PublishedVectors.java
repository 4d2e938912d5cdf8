package dev.wardroom.core.vectors;

import dev.wardroom.core.primitive.Rfc9180;
import dev.wardroom.core.primitive.WycheproofCurve;
import dev.wardroom.wire.key.CryptoProviders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Runs every published file: those of P-521 and the symmetric ones once for each provider that
/// loads here, those of ML-KEM (the JDK's) once.
public final class PublishedVectors {
  private final Path folder;
  private final List<Tally> tallies = new ArrayList<>();

  private PublishedVectors(Path folder) {
    this.folder = folder;
  }

  public static List<Tally> run(Path folder) {
    PublishedVectors vectors = new PublishedVectors(folder);
    vectors.rfc9180();
    Set<String> done = new LinkedHashSet<>();
    for (CryptoProviders providers : List.of(CryptoProviders.preferred(), CryptoProviders.jdk())) {
      if (done.add(providers.name())) {
        vectors.curve(providers);
        vectors.symmetric(providers);
      }
    }
    vectors.mlKem();
    return vectors.tallies;
  }

  private void rfc9180() {
    Tally tally = tally("RFC 9180", "rfc9180-p521-sha512-aes256gcm.json");
    Rfc9180.run(TestData.rfc9180(folder), tally);
  }

  private void curve(CryptoProviders providers) {
    WycheproofCurve curve = new WycheproofCurve(providers);
    String suite = "Wycheproof, " + providers.name();
    run(suite, "ecdh_secp521r1_ecpoint_test.json", curve::agreementByPoint);
    run(suite, "ecdh_secp521r1_test.json", curve::agreementBySpki);
    run(suite, "ecdh_secp521r1_webcrypto_test.json", curve::agreementByJwk);
    run(suite, "ecdsa_secp521r1_sha512_p1363_test.json", curve::signatures);
    run(suite, "ecdsa_secp521r1_sha512_test.json", curve::derSignatures);
  }

  private void symmetric(CryptoProviders providers) {
    WycheproofSymmetric symmetric = new WycheproofSymmetric(providers);
    String suite = "Wycheproof, " + providers.name();
    run(suite, "aes_gcm_test.json", symmetric::aesGcm);
    run(suite, "hkdf_sha512_test.json", symmetric::hkdf);
    run(suite, "hmac_sha512_test.json", symmetric::hmac);
  }

  private void mlKem() {
    String suite = "Wycheproof, JDK";
    run(suite, "mlkem_1024_encaps_test.json", WycheproofMlKem::encapsulation);
    run(suite, "mlkem_1024_keygen_seed_test.json", WycheproofMlKem::keyGeneration);
    run(suite, "mlkem_1024_test.json", WycheproofMlKem::decapsulation);
    run(suite, "mlkem_1024_semi_expanded_decaps_test.json", WycheproofMlKem::expandedKeys);
  }

  private interface FileRun {
    void run(JsonNode file, Tally tally);
  }

  private void run(String suite, String file, FileRun body) {
    body.run(TestData.wycheproof(folder, file), tally(suite, file));
  }

  private Tally tally(String suite, String file) {
    Tally tally = new Tally(suite, file);
    tallies.add(tally);
    return tally;
  }
}

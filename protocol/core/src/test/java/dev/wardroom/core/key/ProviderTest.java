package dev.wardroom.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.CryptoProviders;
import dev.wardroom.wire.key.P521PublicKey;
import org.junit.jupiter.api.Test;

/// Runs twice: with Corretto where it loads, and with the JDK's provider by system property.
class ProviderTest {
  @Test
  void thePropertyKeepsToTheJdk() {
    boolean jdkAsked = "jdk".equals(System.getProperty("wardroom.crypto"));
    boolean correttoRuns =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").matches("amd64|aarch64");

    String expected = jdkAsked || !correttoRuns ? "JDK" : "Corretto";

    assertThat(CryptoProviders.preferred().name()).isEqualTo(expected);
  }

  @Test
  void aPointThatOneProviderMadeIsTheSameToTheOther() throws ProtocolException {
    P521PublicKey key = P521PrivateKey.generate(RandomSource.system()).publicKey();

    byte[] spki = key.toJca(CryptoProviders.jdk()).getEncoded();

    assertThat(spki).isEqualTo(key.toJca().getEncoded());
    assertThat(P521PublicKey.fromWire(key.toArray())).isEqualTo(key);
  }
}

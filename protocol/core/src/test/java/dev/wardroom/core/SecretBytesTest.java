package dev.wardroom.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretBytesTest {
  @Test
  void closingWipesAndForbidsReading() {
    byte[] value = {1, 2, 3};
    SecretBytes secret = SecretBytes.wrap(value);

    secret.close();

    assertThat(value).containsOnly(0);
    assertThatThrownBy(() -> secret.read(SecretAccess.granted()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingOfASecretIsPrinted() {
    assertThat(SecretBytes.wrap(new byte[] {65, 66}).toString()).isEqualTo("SecretBytes");
  }

  @Test
  void secretsAreComparedByValueOnRequestOnly() {
    SecretBytes one = SecretBytes.copyOf(new byte[] {1, 2});
    SecretBytes same = SecretBytes.copyOf(new byte[] {1, 2});

    assertThat(one.sameAs(same)).isTrue();
    assertThat(one.sameAs(SecretBytes.copyOf(new byte[] {1, 3}))).isFalse();
    assertThat(one).isNotEqualTo(same);
  }

  @Test
  void aSeedGivesTheSameBytesHoweverTheyAreAskedFor() {
    byte[] whole = new InsecureSeededRandom(new byte[] {7}).bytes(200);
    InsecureSeededRandom parts = new InsecureSeededRandom(new byte[] {7});
    byte[] first = parts.bytes(3);
    byte[] rest = parts.bytes(197);

    assertThat(whole).startsWith(first).endsWith(rest);
    assertThat(new InsecureSeededRandom(new byte[] {8}).bytes(200)).isNotEqualTo(whole);
  }
}

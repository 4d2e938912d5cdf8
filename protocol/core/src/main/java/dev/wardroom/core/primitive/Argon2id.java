package dev.wardroom.core.primitive;

import dev.wardroom.core.SecretBytes;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id version 0x13 (RFC 9106), 32 bytes out, by Bouncy Castle.
public final class Argon2id {
  public static final int OUTPUT_LENGTH = 32;

  private Argon2id() {}

  public static SecretBytes derive(
      byte[] password, byte[] salt, int memoryKib, int passes, int lanes) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .build());
    byte[] output = new byte[OUTPUT_LENGTH];
    generator.generateBytes(password, output);
    return SecretBytes.wrap(output);
  }
}

package dev.wardroom.client.store;

import java.security.SecureRandom;
import java.time.Clock;

/// What every room of the engine needs of this machine.
///
/// @param clock ours; server time is `ServerClock`
/// @param files folder for ciphertext of transfers under way
public record Local(
    Database db,
    Vault vault,
    SealedJson json,
    MetaStore meta,
    Clock clock,
    SecureRandom random,
    java.nio.file.Path files) {

  public byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

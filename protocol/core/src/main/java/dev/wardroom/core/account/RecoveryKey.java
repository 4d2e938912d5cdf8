package dev.wardroom.core.account;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolException;

/// The recovery key: 256 random bits on the recovery sheet, kept nowhere else. With an
/// administrator's ticket it opens the recovery envelope: 56 symbols in 14 groups.
public final class RecoveryKey implements AutoCloseable {
  public static final int LENGTH = 32;

  private final SecretBytes key;

  private RecoveryKey(SecretBytes key) {
    this.key = key;
  }

  public static RecoveryKey generate(RandomSource random) {
    return new RecoveryKey(SecretBytes.random(LENGTH, random));
  }

  /// Takes the bytes over, 32 of them.
  public static RecoveryKey of(SecretBytes key) {
    if (key.length() != LENGTH) {
      throw new IllegalArgumentException("256 bits");
    }
    return new RecoveryKey(key);
  }

  /// As printed; throws CODE_MISTYPED.
  public static RecoveryKey parse(String code) throws ProtocolException {
    return new RecoveryKey(PrintedCode.parse(code, LENGTH, Labels.RECOVERY_KEY_CHECK));
  }

  /// For printing. Secret.
  public String toCode() {
    return PrintedCode.print(key, Labels.RECOVERY_KEY_CHECK);
  }

  public byte[] read(SecretAccess access) {
    return key.read(access);
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "RecoveryKey";
  }
}

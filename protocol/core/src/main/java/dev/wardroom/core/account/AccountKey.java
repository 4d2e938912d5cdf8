package dev.wardroom.core.account;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolException;

/// The account key: 128 random bits, made on the first device, kept on every device, printed once
/// on the recovery sheet, never sent. Together with the password it opens the envelope: 28 symbols
/// in 7 groups.
public final class AccountKey implements AutoCloseable {
  public static final int LENGTH = 16;

  private final SecretBytes key;

  private AccountKey(SecretBytes key) {
    this.key = key;
  }

  public static AccountKey generate(RandomSource random) {
    return new AccountKey(SecretBytes.random(LENGTH, random));
  }

  /// Takes the bytes over, 16 of them.
  public static AccountKey of(SecretBytes key) {
    if (key.length() != LENGTH) {
      throw new IllegalArgumentException("128 bits");
    }
    return new AccountKey(key);
  }

  /// As printed; throws CODE_MISTYPED.
  public static AccountKey parse(String code) throws ProtocolException {
    return new AccountKey(PrintedCode.parse(code, LENGTH, Labels.ACCOUNT_KEY_CHECK));
  }

  /// For printing. Secret.
  public String toCode() {
    return PrintedCode.print(key, Labels.ACCOUNT_KEY_CHECK);
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
    return "AccountKey";
  }
}

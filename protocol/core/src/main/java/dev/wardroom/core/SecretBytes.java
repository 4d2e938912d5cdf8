package dev.wardroom.core;

import java.security.MessageDigest;
import java.util.Arrays;

/// Key bytes. Prints nothing, compares in constant time only, and is wiped by [#close]. Not
/// thread-safe with close: its owner closes it when nobody reads any more.
public final class SecretBytes implements AutoCloseable {
  private final byte[] value;
  private boolean closed;

  private SecretBytes(byte[] value) {
    this.value = value;
  }

  /// Copies; the caller wipes its own array.
  public static SecretBytes copyOf(byte[] secret) {
    return new SecretBytes(secret.clone());
  }

  /// Takes the array over; the caller keeps no reference.
  public static SecretBytes wrap(byte[] secret) {
    return new SecretBytes(secret);
  }

  public static SecretBytes random(int length, RandomSource random) {
    return new SecretBytes(random.bytes(length));
  }

  public int length() {
    return value.length;
  }

  /// The array itself: do not keep it, do not change it, copy what outlives this object.
  public byte[] read(SecretAccess access) {
    if (access == null || closed) {
      throw new IllegalStateException("secret bytes are closed");
    }
    return value;
  }

  public SecretBytes copy() {
    return copyOf(read(SecretAccess.granted()));
  }

  public boolean sameAs(SecretBytes other) {
    SecretAccess access = SecretAccess.granted();
    return MessageDigest.isEqual(read(access), other.read(access));
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretBytes";
  }
}

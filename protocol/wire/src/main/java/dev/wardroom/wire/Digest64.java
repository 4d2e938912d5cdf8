package dev.wardroom.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A full SHA-512 digest, 64 bytes.
public record Digest64(Bytes bytes) {
  public static final int LENGTH = 64;

  public Digest64 {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("a digest is 64 bytes");
    }
  }

  public static Digest64 of(byte[] input) {
    return new Digest64(Bytes.wrap(sha512().digest(input)));
  }

  public static Digest64 fromWire(byte[] bytes) throws ProtocolException {
    if (bytes.length != LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "a digest is 64 bytes");
    }
    return new Digest64(Bytes.of(bytes));
  }

  /// A fresh SHA-512 of the platform.
  public static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }

  public byte[] toArray() {
    return bytes.toArray();
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}

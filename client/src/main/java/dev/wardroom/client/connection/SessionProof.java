package dev.wardroom.client.connection;

/// What signs a device in.
public interface SessionProof {

  /// 16 bytes.
  byte[] deviceId();

  /// The signed challenge (wire: SessionChallenge).
  ///
  /// @param time milliseconds since epoch, by the server's clock
  byte[] sign(String host, byte[] clientNonce, byte[] serverNonce, long time);
}

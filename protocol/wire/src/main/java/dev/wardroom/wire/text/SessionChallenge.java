package dev.wardroom.wire.text;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.SignedBytes;

/// What a device signs to begin a session. Names the host, so that one server cannot use it at
/// another; good once, for 60 seconds, which the server sees to.
///
/// ```
/// label || u8 1 || network 16 || u16 length || host || user 16 || device 16 || list hash 32 ||
/// client nonce 32 || server nonce 32 || u64 time
/// ```
///
/// @param host name and port as the client reached it, lower case, for example `chat.example.org`
///   or `localhost:8443`
/// @param time milliseconds since epoch, the client's estimate of the server's clock
public record SessionChallenge(
    NetworkId network,
    String host,
    UserId user,
    DeviceId device,
    Hash32 listHash,
    Bytes clientNonce,
    Bytes serverNonce,
    long time) {
  public static final int NONCE_LENGTH = 32;
  private static final int FORMAT = 1;

  public SessionChallenge {
    if (clientNonce.length() != NONCE_LENGTH || serverNonce.length() != NONCE_LENGTH) {
      throw new IllegalArgumentException("nonces are 32 bytes");
    }
  }

  public static SessionChallenge decode(byte[] body) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(body);
    reader.label(Labels.SESSION).version(FORMAT);
    SessionChallenge challenge =
        new SessionChallenge(
            NetworkId.read(reader),
            reader.text(WireLimits.HOST_BYTES_MAX),
            UserId.read(reader),
            DeviceId.read(reader),
            Hash32.read(reader),
            reader.fixed(NONCE_LENGTH),
            reader.fixed(NONCE_LENGTH),
            reader.u64());
    reader.end();
    return challenge;
  }

  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(320).label(Labels.SESSION).u8(FORMAT);
    writer.fixed(network.bytes()).text(host).fixed(user.bytes()).fixed(device.bytes());
    writer.fixed(listHash.bytes()).fixed(clientNonce).fixed(serverNonce).u64(time);
    return writer.toArray();
  }

  /// For the server: parses, and checks the signature by the device's key in the user's newest
  /// list. The caller compares host, nonces and time with its own. The challenge may name another
  /// version: a device that was away learns of the newest only once it is signed in, and a restored
  /// server may know fewer than the device. Throws WRONG_NETWORK, WRONG_USER, DEVICE_UNKNOWN,
  /// DEVICE_REMOVED, SIGNATURE_INVALID.
  public static SessionChallenge verify(byte[] signedChallenge, VerifiedDeviceList newest)
      throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedChallenge, WireLimits.SESSION_BYTES_MAX);
    SessionChallenge challenge = decode(signed.body().unsafeArray());
    if (!challenge.network.equals(newest.network())) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "session challenge");
    }
    if (!challenge.user.equals(newest.user())) {
      throw new ProtocolException(ProtocolError.WRONG_USER, "session challenge");
    }
    signed.checkOnly(newest.requireDevice(challenge.device).key());
    return challenge;
  }
}

package dev.wardroom.server.edge;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// Who asks, as far as it was proved.
public sealed interface Caller {

  /// Anybody who reaches the server.
  ///
  /// @param address the remote address as text, for rate limits; behind a proxy the one it names
  record Anonymous(String address) implements Caller {}

  /// A person who proved the password or a recovery ticket and may only add a device.
  ///
  /// @param token what accounts needs to find the enrolment again, for example the token's hash
  record Enrolling(NetworkId network, UserId user, Bytes token) implements Caller {}

  /// A signed-in device.
  ///
  /// @param session names the token it came with, so that ending a session finds it; the token's
  ///   hash
  /// @param expiresAt when that token is over, milliseconds since epoch
  record SignedInDevice(
      NetworkId network, UserId user, DeviceId device, Bytes session, long expiresAt)
      implements Caller {}
}

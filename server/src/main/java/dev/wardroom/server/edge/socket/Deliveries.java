package dev.wardroom.server.edge.socket;

import dev.wardroom.server.edge.Caller.SignedInDevice;

/// A device's way to its mailbox. The mailbox implements it.
public interface Deliveries {

  /// Opens the mailbox for a device that just connected, at its acknowledged cursors. Blocking; on
  /// a virtual thread. `live` is the connection that the reader serves.
  DeliveryReader open(SignedInDevice device, LiveDevice live);
}

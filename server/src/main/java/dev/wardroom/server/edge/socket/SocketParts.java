package dev.wardroom.server.edge.socket;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Welcome;
import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.kernel.ByteBudget;
import dev.wardroom.server.kernel.Events;
import java.time.Clock;

/// What every session shares.
///
/// @param incarnation of the store, 16 bytes
/// @param outbound what waits to be sent
record SocketParts(
    Dispatcher dispatcher,
    Deliveries deliveries,
    Ephemerals ephemerals,
    LiveDevices live,
    Events events,
    Clock clock,
    ByteString incarnation,
    ByteBudget outbound) {
  /// Of the protocol; the only one so far.
  static final int VERSION = 1;

  /// What a device hears first once it is signed in.
  Welcome welcome() {
    return Welcome.newBuilder()
        .setVersion(VERSION)
        .setIncarnation(incarnation)
        .setServerTime(clock.millis())
        .setPingMillis((int) EdgeLimits.PING_EVERY.toMillis())
        .build();
  }
}

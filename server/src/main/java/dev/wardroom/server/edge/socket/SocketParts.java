package dev.wardroom.server.edge.socket;

import com.google.protobuf.ByteString;
import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.kernel.Events;
import java.time.Clock;

/// What every session shares.
///
/// @param incarnation of the store, 16 bytes
record SocketParts(
    Dispatcher dispatcher,
    Deliveries deliveries,
    Ephemerals ephemerals,
    LiveDevices live,
    Events events,
    Clock clock,
    ByteString incarnation) {}

package dev.wardroom.server.edge.socket;

import dev.wardroom.schema.v1.ServerFrame;

/// The way out of a socket: a bounded queue to the network. Any thread; never waits.
interface Outbound {

  /// Queues a frame, in the order of the calls. A queue past its hard bound closes the socket.
  void send(ServerFrame frame);

  /// Whether more should wait until the queue has drained.
  boolean isFull();

  /// Closes after what is queued was sent.
  void close();
}

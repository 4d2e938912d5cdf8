package dev.wardroom.server.edge.socket;

import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.kernel.ByteBudget;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/// A session's socket in Vert.x: the queue out, and the watch over silence and slowness.
final class VertxSocket implements Outbound {
  private static final short GOING_AWAY = 1001;
  private static final short PROTOCOL_ERROR = 1002;
  private static final short TOO_LARGE = 1009;
  private static final long NEVER = 0;

  private final ServerWebSocket socket;
  private final Context context = Vertx.currentContext();
  private final Channel channel;
  private final Pending pending = new Pending();
  private final SocketSession session;
  private final long openedAt = System.nanoTime();
  private final ByteBudget budget;
  private volatile long heardAt = openedAt;
  private volatile long fullSince = NEVER;
  private volatile boolean pinged;

  // ---- guarded by this
  private int queuedBytes;
  private boolean closed;

  VertxSocket(SocketParts parts, ServerWebSocket socket, Channel channel, String address) {
    this.socket = socket;
    this.channel = channel;
    this.budget = parts.outbound();
    this.session = new SocketSession(parts, this, address);
    socket.binaryMessageHandler(this::received);
    socket.textMessageHandler(text -> session.received(new byte[] {0}));
    socket.pongHandler(pong -> heard());
    socket.exceptionHandler(broken -> socket.close(closeCode(broken)));
  }

  private static short closeCode(Throwable broken) {
    return switch (broken) {
      case CorruptedWebSocketFrameException frame -> (short) frame.closeStatus().code();
      // How Vert.x says that the parts of a message are too large together.
      case IllegalStateException _ -> TOO_LARGE;
      default -> PROTOCOL_ERROR;
    };
  }

  SocketSession session() {
    return session;
  }

  private void received(Buffer message) {
    heard();
    session.received(message.getBytes());
  }

  private void heard() {
    heardAt = System.nanoTime();
    pinged = false;
  }

  @Override
  public void send(ServerFrame frame) {
    int size = frame.getSerializedSize();
    if (!count(size)) {
      cut();
      return;
    }
    // Always through this queue: a frame written at once on the event loop could overtake another.
    if (pending.add(frame, size)) {
      context.runOnContext(_ -> writePending());
    }
  }

  /// Writes what has gathered since it was asked for; on the event loop.
  private void writePending() {
    for (Pending.Outgoing next : pending.take()) {
      socket
          .writeBinaryMessage(Buffer.buffer(next.frame().toByteArray()))
          .onComplete(_ -> written(next.counted()));
    }
  }

  /// Counts a frame in the queue and in what all sockets hold; false when it is too much.
  private synchronized boolean count(int size) {
    boolean fits = budget.take(size);
    int queued = queuedBytes + size;
    boolean tooMuch =
        queued > EdgeLimits.QUEUE_BYTES_HARD_MAX || (!fits && queued > EdgeLimits.QUEUE_BYTES_OWN);
    if (tooMuch || closed) {
      if (fits) {
        budget.give(size);
      }
      return closed;
    }
    if (!fits) {
      budget.takeAnyway(size);
    }
    queuedBytes = queued;
    if (queued > EdgeLimits.QUEUE_BYTES_MAX && fullSince == NEVER) {
      fullSince = System.nanoTime();
    }
    return true;
  }

  private void written(int size) {
    boolean drained;
    synchronized (this) {
      if (closed) {
        return;
      }
      queuedBytes -= size;
      budget.give(size);
      drained = fullSince != NEVER && queuedBytes <= EdgeLimits.QUEUE_BYTES_MAX / 2;
      if (drained) {
        fullSince = NEVER;
      }
    }
    if (drained) {
      session.drained();
    }
  }

  /// The connection is gone; on the event loop, once.
  void closed() {
    synchronized (this) {
      closed = true;
      budget.give(queuedBytes);
      queuedBytes = 0;
    }
    session.closed();
  }

  @Override
  public boolean isFull() {
    return fullSince != NEVER;
  }

  @Override
  public void close() {
    context.runOnContext(_ -> socket.close(GOING_AWAY));
  }

  /// Ends the connection without a word. Every close that goes through the pipeline becomes a close
  /// frame there, which would wait behind the full queue for ever.
  private void cut() {
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
  }

  /// Once a second, by the door's timer.
  void lookAfter(long now) {
    session.lookAfter(java.time.Duration.ofNanos(now - openedAt));
    long full = fullSince;
    if (full != NEVER && now - full > EdgeLimits.QUEUE_FULL_WAIT.toNanos()) {
      cut();
      return;
    }
    long silent = now - heardAt;
    if (silent > 2 * EdgeLimits.PING_EVERY.toNanos()) {
      cut();
      return;
    }
    if (silent > EdgeLimits.PING_EVERY.toNanos() && !pinged) {
      pinged = true;
      socket.writePing(Buffer.buffer());
    }
  }
}

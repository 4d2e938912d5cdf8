package dev.wardroom.server.edge.http;

import dev.wardroom.server.edge.Pace;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A request's body as a blocking stream. At most [#AHEAD] parts are taken from the network before
/// they are read; TCP holds the rest back.
final class BodyStream extends InputStream {
  private static final int AHEAD = 16;

  private enum Kind {
    BYTES,
    END,
    CUT
  }

  private record Part(Kind kind, byte[] bytes) {
    private static final byte[] NONE = new byte[0];

    private static Part of(Buffer buffer) {
      return new Part(Kind.BYTES, buffer.getBytes());
    }

    private static Part mark(Kind kind) {
      return new Part(kind, NONE);
    }
  }

  private final HttpServerRequest request;
  private final Context context;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Pace pace = new Pace();
  private byte[] part = new byte[0];
  private int at;
  private boolean ended;
  private boolean started;

  /// On the event loop, with the request paused.
  BodyStream(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
    request.handler(buffer -> parts.add(Part.of(buffer)));
    request.endHandler(_ -> parts.add(Part.mark(Kind.END)));
    request.exceptionHandler(_ -> parts.add(Part.mark(Kind.CUT)));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == part.length) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, part.length - at);
    System.arraycopy(part, at, target, offset, count);
    at += count;
    return count;
  }

  /// Takes the next part; false at the end.
  private boolean next() throws IOException {
    if (!started) {
      started = true;
      context.runOnContext(_ -> request.fetch(AHEAD));
    }
    Part next;
    long beganAt = System.nanoTime();
    try {
      next = parts.poll(Math.max(0, pace.left().toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while reading a body");
    }
    if (next == null) {
      throw new IOException("the body stands still");
    }
    pace.moved(next.bytes.length, System.nanoTime() - beganAt);
    return switch (next.kind) {
      case END -> {
        ended = true;
        yield false;
      }
      case CUT -> throw new IOException("the body was cut off");
      case BYTES -> {
        part = next.bytes;
        at = 0;
        context.runOnContext(_ -> request.fetch(1));
        yield true;
      }
    };
  }
}

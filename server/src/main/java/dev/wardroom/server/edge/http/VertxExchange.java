package dev.wardroom.server.edge.http;

import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.Pace;
import dev.wardroom.server.edge.StreamExchange;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Check;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stream exchange on Vert.x. The virtual thread waits, the event loop writes.
final class VertxExchange implements StreamExchange {
  private final HttpServerRequest request;
  private final Context context;
  private final String path;
  private final BodyStream body;
  private @Nullable SignedInDevice device;
  private boolean answered;

  VertxExchange(HttpServerRequest request, Context context, String path) {
    this.request = request;
    this.context = context;
    this.path = path;
    this.body = new BodyStream(request, context);
  }

  void signedIn(SignedInDevice known) {
    device = known;
  }

  /// Every exchange is answered by its route.
  void finish() {
    Check.that(answered, "a stream route did not answer");
  }

  @Override
  public SignedInDevice device() {
    if (device == null) {
      throw new Bug("an exchange before sign-in");
    }
    return device;
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(request.getParam(name));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  @Override
  public long bodyLength() {
    String declared = request.getHeader("Content-Length");
    return declared != null && declared.matches("[0-9]{1,18}") ? Long.parseLong(declared) : -1;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void answer(int status, Map<String, String> headers) throws IOException {
    await(EdgeLimits.STREAM_IDLE, () -> head(status, headers, -1).end());
  }

  @Override
  public OutputStream answer(int status, Map<String, String> headers, long length) {
    return new BodyOut(status, headers, length);
  }

  @Override
  public void answerFile(int status, Map<String, String> headers, Path file, long from, long length)
      throws IOException {
    Duration patience =
        EdgeLimits.STREAM_IDLE.plusSeconds(length / EdgeLimits.SLOWEST_BYTES_PER_SECOND);
    await(patience, () -> head(status, headers, length).sendFile(file.toString(), from, length));
  }

  private HttpServerResponse head(int status, Map<String, String> headers, long length) {
    answered = true;
    HttpServerResponse response = request.response().setStatusCode(status);
    headers.forEach(response::putHeader);
    if (length >= 0) {
      response.putHeader("Content-Length", Long.toString(length));
    }
    if (!request.isEnded()) {
      // What is left of the body is not read: the connection cannot be used again.
      response.putHeader("Connection", "close");
    }
    return response;
  }

  /// Runs an operation on the event loop and waits for it.
  private void await(Duration patience, Supplier<Future<Void>> operation) throws IOException {
    answered = true;
    CountDownLatch done = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    context.runOnContext(_ -> {
      try {
        operation
            .get()
            .onComplete(result -> {
              failure.set(result.cause());
              done.countDown();
            });
      } catch (RuntimeException closed) {
        failure.set(closed);
        done.countDown();
      }
    });
    try {
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the peer takes nothing");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while answering");
    }
    if (failure.get() != null) {
      throw new IOException("the peer is gone", failure.get());
    }
  }

  /// Writes the answer's body in parts of 64 KiB, one on its way at a time beyond what the
  /// network's own queue holds.
  private final class BodyOut extends OutputStream {
    private static final int PART_BYTES = 64 * 1024;

    private final int status;
    private final Map<String, String> headers;
    private final long length;
    private final byte[] part = new byte[PART_BYTES];
    private final Pace pace = new Pace();
    private int filled;
    private boolean begun;
    private boolean closed;

    private BodyOut(int status, Map<String, String> headers, long length) {
      this.status = status;
      this.headers = headers;
      this.length = length;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
      int at = offset;
      int left = count;
      while (left > 0) {
        int now = Math.min(left, PART_BYTES - filled);
        System.arraycopy(source, at, part, filled, now);
        filled += now;
        at += now;
        left -= now;
        if (filled == PART_BYTES) {
          flush();
        }
      }
    }

    @Override
    public void flush() throws IOException {
      if (filled == 0) {
        return;
      }
      Buffer full = Buffer.buffer().appendBytes(part, 0, filled);
      filled = 0;
      if (!pace.left().isPositive()) {
        throw new IOException("the peer takes too little");
      }
      long beganAt = System.nanoTime();
      await(pace.left(), () -> response().write(full));
      pace.moved(full.length(), System.nanoTime() - beganAt);
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      flush();
      await(EdgeLimits.STREAM_IDLE, () -> response().end());
    }

    private HttpServerResponse response() {
      if (begun) {
        return request.response();
      }
      begun = true;
      return head(status, headers, length);
    }
  }
}

package dev.wardroom.server.edge.http;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.kernel.ByteBudget;
import dev.wardroom.server.kernel.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.function.Consumer;

/// Collects a request's body up to a bound; on its event loop.
///
/// What is collected counts in a budget that all requests share, until the caller gives it back. A
/// body that is slower than [EdgeLimits#SLOWEST_BYTES_PER_SECOND] after a first wait is refused,
/// however often a byte comes.
final class BodyReader {
  private static final long NO_TIMER = -1;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /// What all bodies share.
  ///
  /// @param patience the first wait
  record Bounds(ByteBudget budget, Duration patience) {}

  private final HttpServerRequest request;
  private final int bytesMax;
  private final Bounds bounds;
  private final Vertx vertx;
  private final Consumer<Refusal> refused;
  private final long startedAt = System.nanoTime();
  private Buffer collected = Buffer.buffer();
  private boolean over;
  private long timer = NO_TIMER;

  private BodyReader(
      HttpServerRequest request, int bytesMax, Bounds bounds, Consumer<Refusal> refused) {
    this.request = request;
    this.bytesMax = bytesMax;
    this.bounds = bounds;
    this.refused = refused;
    this.vertx = Vertx.currentContext().owner();
  }

  /// Calls one of the two, once, unless the peer goes away before. What `done` gets is counted in
  /// the budget, and is to be given back there when it is not needed any more.
  static void read(
      HttpServerRequest request,
      int bytesMax,
      Bounds bounds,
      Consumer<Buffer> done,
      Consumer<Refusal> refused) {
    BodyReader reader = new BodyReader(request, bytesMax, bounds, refused);
    if (declaredMoreThan(request, bytesMax)) {
      reader.refuse(tooLarge());
      return;
    }
    reader.watch(bounds.patience().toMillis());
    request.handler(reader::add);
    request.exceptionHandler(_ -> reader.end());
    request.endHandler(_ -> {
      if (!reader.over) {
        reader.over = true;
        reader.vertx.cancelTimer(reader.timer);
        done.accept(reader.collected);
      }
    });
  }

  /// Whether the headers announce more, or something that is no length. Absent is not more.
  static boolean declaredMoreThan(HttpServerRequest request, int bytes) {
    String declared = request.getHeader("Content-Length");
    return declared != null
        && (!declared.matches("[0-9]{1,18}") || Long.parseLong(declared) > bytes);
  }

  private void watch(long millis) {
    timer = vertx.setTimer(Math.max(1, millis), _ -> lookAt());
  }

  private void lookAt() {
    if (over) {
      return;
    }
    long earned = 1_000L * collected.length() / EdgeLimits.SLOWEST_BYTES_PER_SECOND;
    long spent = Duration.ofNanos(System.nanoTime() - startedAt).toMillis();
    long left = bounds.patience().toMillis() + earned - spent;
    if (left > 0) {
      watch(left);
      return;
    }
    // A peer that is still to send would keep the connection; over HTTP/2 others share it.
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().bodyEndHandler(_ -> request.connection().close());
    }
    refuse(
        new Refusal(
            Reason.REASON_UNAVAILABLE, RETRY_AFTER, "The request took too long to come in."));
  }

  private void add(Buffer part) {
    if (over) {
      return;
    }
    if (collected.length() + part.length() > bytesMax) {
      refuse(tooLarge());
      return;
    }
    if (!bounds.budget().take(part.length())) {
      refuse(Refusal.busy(RETRY_AFTER));
      return;
    }
    collected.appendBuffer(part);
  }

  private void refuse(Refusal why) {
    end();
    refused.accept(why);
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    vertx.cancelTimer(timer);
    bounds.budget().give(collected.length());
    collected = Buffer.buffer();
  }

  private static Refusal tooLarge() {
    return new Refusal(Reason.REASON_TOO_LARGE, "The request is larger than this method takes.");
  }
}

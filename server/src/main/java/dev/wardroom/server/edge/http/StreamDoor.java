package dev.wardroom.server.edge.http;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.OpenCount;
import dev.wardroom.server.edge.StreamRoute;
import dev.wardroom.server.kernel.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Plain HTTP requests of signed-in devices below a prefix, each on a virtual thread of its own.
///
/// Transfers have their own bound, apart from calls: a hundred slow downloads must not keep
/// messages out. They have no deadline; one that stands still is cut off.
final class StreamDoor {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Dispatcher dispatcher;
  private final Map<String, StreamRoute> routes;
  private final Semaphore transfers;
  private final OpenCount ofDevices;
  private final OpenCount ofUsers;
  private final boolean behindProxy;

  /// How many transfers there are at once.
  record Most(int inAll, int ofDevice, int ofUser) {}

  StreamDoor(
      Dispatcher dispatcher, boolean behindProxy, Map<String, StreamRoute> routes, Most most) {
    this.dispatcher = dispatcher;
    this.behindProxy = behindProxy;
    this.routes = routes;
    this.transfers = new Semaphore(most.inAll());
    this.ofDevices = new OpenCount(most.inAll(), most.ofDevice());
    this.ofUsers = new OpenCount(most.inAll(), most.ofUser());
  }

  /// Answers a request if its path lies under one of the prefixes; on its event loop.
  boolean accept(HttpServerRequest request) {
    for (Map.Entry<String, StreamRoute> route : routes.entrySet()) {
      if (request.path().startsWith(route.getKey())) {
        accept(request, route.getKey(), route.getValue());
        return true;
      }
    }
    return false;
  }

  private void accept(HttpServerRequest request, String prefix, StreamRoute route) {
    String requestId = dispatcher.nextRequestId();
    if (!transfers.tryAcquire()) {
      ConnectErrors.answer(
          request, dispatcher.errors().refusal(Refusal.busy(RETRY_AFTER), requestId));
      return;
    }
    request.pause();
    Context context = Vertx.currentContext();
    String path = request.path().substring(prefix.length());
    VertxExchange exchange = new VertxExchange(request, context, path);
    Thread.startVirtualThread(() -> {
      try {
        answer(request, route, exchange, requestId, context);
      } finally {
        transfers.release();
      }
    });
  }

  private void answer(
      HttpServerRequest request,
      StreamRoute route,
      VertxExchange exchange,
      String requestId,
      Context context) {
    try {
      SignedInDevice device = device(request);
      exchange.signedIn(device);
      answer(route, exchange, device);
    } catch (IOException peerGone) {
      context.runOnContext(_ -> request.connection().close());
    } catch (RuntimeException | StackOverflowError thrown) {
      dev.wardroom.schema.v1.Refusal refusal = dispatcher.errors().refusal(thrown, requestId);
      context.runOnContext(_ -> {
        if (request.response().headWritten()) {
          request.connection().close();
        } else {
          ConnectErrors.answer(request, refusal);
        }
      });
    }
  }

  /// One device, or all of one person, cannot take the transfers of everybody.
  private void answer(StreamRoute route, VertxExchange exchange, SignedInDevice device)
      throws IOException {
    Object user = List.of(device.network(), device.user());
    if (!ofDevices.add(device.device())) {
      throw Refusal.busy(RETRY_AFTER);
    }
    try {
      if (!ofUsers.add(user)) {
        throw Refusal.busy(RETRY_AFTER);
      }
      try {
        route.answer(exchange);
        exchange.finish();
      } finally {
        ofUsers.remove(user);
      }
    } finally {
      ofDevices.remove(device.device());
    }
  }

  private SignedInDevice device(HttpServerRequest request) {
    String token = Tokens.of(request);
    String address = Addresses.of(request, behindProxy);
    if (token != null && dispatcher.authenticate(token, address) instanceof SignedInDevice device) {
      return device;
    }
    throw new Refusal(Reason.REASON_NOT_SIGNED_IN, "Sign in, then try again.");
  }
}

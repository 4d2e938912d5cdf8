package dev.wardroom.server.edge.http;

import dev.wardroom.server.edge.Readiness;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/// The few pages of the server itself.
final class Pages {
  private final PrometheusMeterRegistry metrics;
  private final Readiness ready;
  private final Set<String> metricsAllowed;
  private final String landing;

  /// @param ready asks the store; blocking
  /// @param version as people read it
  Pages(
      PrometheusMeterRegistry metrics,
      Readiness ready,
      Set<String> metricsAllowed,
      String version) {
    this.metrics = metrics;
    this.ready = ready;
    this.metricsAllowed = metricsAllowed;
    this.landing = LandingPage.html(version);
  }

  /// Answers a page; on the request's event loop.
  void accept(HttpServerRequest request) {
    boolean reading =
        request.method().name().equals("GET") || request.method().name().equals("HEAD");
    if (!reading) {
      plain(request, 405, "Only GET here.\n");
      return;
    }
    switch (request.path()) {
      case "/" -> landing(request);
      case "/live" -> plain(request, 200, "live\n");
      case "/ready" -> ready(request);
      case "/metrics" -> metrics(request);
      default -> plain(request, 404, "There is no such page.\n");
    }
  }

  private void landing(HttpServerRequest request) {
    request
        .response()
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .end(landing);
  }

  private void ready(HttpServerRequest request) {
    Context context = Vertx.currentContext();
    Thread.startVirtualThread(() -> {
      boolean good = ready.isReady();
      context.runOnContext(_ -> plain(request, good ? 200 : 503, good ? "ready\n" : "not ready\n"));
    });
  }

  /// Only for allowed peers: the address of the connection counts, never a header.
  private void metrics(HttpServerRequest request) {
    String peer = Addresses.peer(request);
    boolean forwarded = request.getHeader("X-Forwarded-For") != null;
    if (forwarded || !metricsAllowed.contains(shortened(peer))) {
      plain(request, 404, "There is no such page.\n");
      return;
    }
    Context context = Vertx.currentContext();
    Thread.startVirtualThread(() -> {
      String text = metrics.scrape();
      context.runOnContext(_ ->
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(text));
    });
  }

  private static String shortened(String address) {
    return address.equals("0:0:0:0:0:0:0:1") ? "::1" : address;
  }

  private static void plain(HttpServerRequest request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(text);
  }
}

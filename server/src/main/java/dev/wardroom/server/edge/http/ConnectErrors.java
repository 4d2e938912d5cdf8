package dev.wardroom.server.edge.http;

import dev.wardroom.schema.v1.Refusal;
import dev.wardroom.server.edge.ErrorMapping;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/// Refusals as the Connect protocol writes them: a JSON body with a code, a text, and our `Refusal`
/// message among the details, whatever the codec of the request.
final class ConnectErrors {
  private static final long MILLIS_PER_SECOND = 1000;

  private ConnectErrors() {}

  /// Answers; on the request's event loop. The rest of a body that is still coming is not waited
  /// for.
  static void answer(HttpServerRequest request, Refusal refusal) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    ErrorMapping.Shape shape = ErrorMapping.shape(refusal.getReason());
    response
        .setStatusCode(shape.status())
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store");
    if (refusal.getRetryAfterMillis() > 0) {
      long seconds = Math.ceilDiv((long) refusal.getRetryAfterMillis(), MILLIS_PER_SECOND);
      response.putHeader("Retry-After", Long.toString(seconds));
    }
    if (!request.isEnded()) {
      response.putHeader("Connection", "close");
    }
    response.end(body(shape, refusal));
  }

  private static String body(ErrorMapping.Shape shape, Refusal refusal) {
    JsonObject debug =
        new JsonObject()
            .put("reason", refusal.getReason().name())
            .put("retryAfterMillis", refusal.getRetryAfterMillis())
            .put("requestId", refusal.getRequestId());
    JsonObject detail =
        new JsonObject()
            .put("type", "wardroom.v1.Refusal")
            .put(
                "value", Base64.getEncoder().withoutPadding().encodeToString(refusal.toByteArray()))
            .put("debug", debug);
    return new JsonObject()
        .put("code", shape.code())
        .put("message", refusal.getText())
        .put("details", new JsonArray().add(detail))
        .encode();
  }
}

package dev.wardroom.server.edge.http;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/// Collects a request's body up to a bound; on its event loop.
final class BodyReader {
  private final HttpServerRequest request;
  private final int bytesMax;
  private final Consumer<Refusal> refused;
  private Buffer collected = Buffer.buffer();
  private boolean over;

  private BodyReader(HttpServerRequest request, int bytesMax, Consumer<Refusal> refused) {
    this.request = request;
    this.bytesMax = bytesMax;
    this.refused = refused;
  }

  /// Calls one of the two, once, unless the peer goes away before.
  static void read(
      HttpServerRequest request, int bytesMax, Consumer<Buffer> done, Consumer<Refusal> refused) {
    BodyReader reader = new BodyReader(request, bytesMax, refused);
    if (reader.declaredTooMuch()) {
      reader.refuse();
      return;
    }
    request.handler(reader::add);
    request.endHandler(_ -> {
      if (!reader.over) {
        done.accept(reader.collected);
      }
    });
  }

  private boolean declaredTooMuch() {
    String declared = request.getHeader("Content-Length");
    return declared != null
        && (!declared.matches("[0-9]{1,18}") || Long.parseLong(declared) > bytesMax);
  }

  private void add(Buffer part) {
    if (over) {
      return;
    }
    if (collected.length() + part.length() > bytesMax) {
      refuse();
      return;
    }
    collected.appendBuffer(part);
  }

  private void refuse() {
    over = true;
    collected = Buffer.buffer();
    refused.accept(
        new Refusal(Reason.REASON_TOO_LARGE, "The request is larger than this method takes."));
  }
}

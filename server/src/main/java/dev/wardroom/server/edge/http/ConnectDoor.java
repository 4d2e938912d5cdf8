package dev.wardroom.server.edge.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.Route;
import dev.wardroom.server.kernel.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// Unary calls of the Connect protocol: `POST /wardroom.v1.Service/Method` with `application/proto`
/// or `application/json`. Source: connectrpc.com, "Connect Protocol Reference", unary request and
/// response.
final class ConnectDoor {
  static final String PREFIX = "/wardroom.v1.";

  /// How bodies of a request and its answer are written.
  private enum Codec {
    PROTO("application/proto"),
    JSON("application/json");

    private final String type;

    Codec(String type) {
      this.type = type;
    }
  }

  private final Dispatcher dispatcher;
  private final boolean behindProxy;
  private final BodyReader.Bounds bodies;

  ConnectDoor(Dispatcher dispatcher, boolean behindProxy, BodyReader.Bounds bodies) {
    this.dispatcher = dispatcher;
    this.behindProxy = behindProxy;
    this.bodies = bodies;
  }

  /// How a call begins once its body is there.
  private interface Begin {
    void call(Dispatcher.Request request, Consumer<Dispatcher.Outcome> done);
  }

  /// One request on its way.
  private record Coming(
      HttpServerRequest request, Route route, Codec codec, Dispatcher.Arrived arrived) {}

  /// Answers one request; on its event loop.
  void accept(HttpServerRequest request) {
    String requestId = dispatcher.nextRequestId();
    try {
      Codec codec = codec(request);
      Route route = dispatcher.table().find(request.path().substring(1));
      Dispatcher.Arrived arrived =
          new Dispatcher.Arrived(requestId, Addresses.of(request, behindProxy), patience(request));
      Coming coming = new Coming(request, route, codec, arrived);
      if (isSmall(request, route)) {
        String token = Tokens.of(request);
        int bytesMax = Math.min(route.requestBytesMax(), EdgeLimits.REQUEST_BYTES_UNASKED);
        read(
            coming,
            bytesMax,
            (parsed, done) -> dispatcher.call(route, token, arrived, parsed, done));
      } else {
        admit(coming);
      }
    } catch (Refusal refused) {
      request.pause();
      ConnectErrors.answer(request, refusal(refused, requestId));
      request.resume();
    }
  }

  private dev.wardroom.schema.v1.Refusal refusal(Refusal refused, String requestId) {
    return dispatcher.errors().refusal(refused, requestId);
  }

  private static boolean isSmall(HttpServerRequest request, Route route) {
    if (route.requestBytesMax() <= EdgeLimits.REQUEST_BYTES_UNASKED) {
      return true;
    }
    boolean declared = request.getHeader("Content-Length") != null;
    return declared && !BodyReader.declaredMoreThan(request, EdgeLimits.REQUEST_BYTES_UNASKED);
  }

  /// Looks who asks before a large body is taken in.
  private void admit(Coming coming) {
    HttpServerRequest request = coming.request();
    Route route = coming.route();
    Context context = Vertx.currentContext();
    request.pause();
    dispatcher.admit(
        route,
        Tokens.of(request),
        coming.arrived(),
        admitted ->
            context.runOnContext(_ -> {
              read(
                  coming,
                  route.requestBytesMax(),
                  (parsed, done) ->
                      dispatcher.call(route, admitted, coming.arrived(), parsed, done));
              request.resume();
            }),
        refusal ->
            context.runOnContext(_ -> {
              ConnectErrors.answer(request, refusal);
              request.resume();
            }));
  }

  private void read(Coming coming, int bytesMax, Begin begin) {
    BodyReader.read(
        coming.request(),
        bytesMax,
        bodies,
        body -> call(coming, body, begin),
        refused ->
            ConnectErrors.answer(coming.request(), refusal(refused, coming.arrived().requestId())));
  }

  private void call(Coming coming, Buffer body, Begin begin) {
    Context context = Vertx.currentContext();
    begin.call(
        () -> parse(coming.route(), coming.codec(), body),
        outcome -> {
          bodies.budget().give(body.length());
          // Written out on the call's own thread; the event loop only sends.
          Buffer answer =
              outcome.answer() == null ? null : written(coming.codec(), outcome.answer());
          context.runOnContext(_ -> {
            if (answer != null) {
              send(coming.request(), coming.codec(), answer);
            } else if (outcome.refusal() != null) {
              ConnectErrors.answer(coming.request(), outcome.refusal());
            }
          });
        });
  }

  private static void send(HttpServerRequest request, Codec codec, Buffer answer) {
    if (request.response().closed()) {
      return;
    }
    request
        .response()
        .putHeader("Content-Type", codec.type)
        .putHeader("Cache-Control", "no-store")
        .end(answer);
  }

  private static Message parse(Route route, Codec codec, Buffer body) {
    return switch (codec) {
      case PROTO -> route.parse(ByteBuffer.wrap(body.getBytes()));
      case JSON -> {
        Message.Builder builder = route.prototype().newBuilderForType();
        try {
          String text = body.toString(StandardCharsets.UTF_8);
          JsonFormat.parser().ignoringUnknownFields().merge(text.isBlank() ? "{}" : text, builder);
        } catch (InvalidProtocolBufferException malformed) {
          throw new Refusal(Reason.REASON_MALFORMED, "The request is not the JSON of its message.");
        }
        yield builder.build();
      }
    };
  }

  private static Buffer written(Codec codec, Message answer) {
    return switch (codec) {
      case PROTO -> Buffer.buffer(answer.toByteArray());
      case JSON -> {
        try {
          yield Buffer.buffer(JsonFormat.printer().omittingInsignificantWhitespace().print(answer));
        } catch (InvalidProtocolBufferException failure) {
          throw new dev.wardroom.server.kernel.Bug("an answer cannot be printed", failure);
        }
      }
    };
  }

  private static Codec codec(HttpServerRequest request) {
    String version = request.getHeader("Connect-Protocol-Version");
    if (version != null && !version.equals("1")) {
      throw new Refusal(Reason.REASON_VERSION, "This server speaks version 1 of the protocol.");
    }
    String type = request.getHeader("Content-Type");
    String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    for (Codec codec : Codec.values()) {
      if (codec.type.equals(plain)) {
        return codec;
      }
    }
    throw new Refusal(
        Reason.REASON_MALFORMED, "Content-Type must be application/proto or application/json.");
  }

  private static Duration patience(HttpServerRequest request) {
    String millis = request.getHeader("Connect-Timeout-Ms");
    if (millis == null || !millis.matches("[0-9]{1,10}")) {
      return EdgeLimits.CALL_DEADLINE;
    }
    return Duration.ofMillis(Long.parseLong(millis));
  }
}

package dev.wardroom.bench.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Hello;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.Reply;
import dev.wardroom.schema.v1.ServerFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One device's socket: receives, counts and acknowledges; carries calls. Lives on one event loop.
public final class LoadSocket {
  private static final long SLOW_MILLIS = 500;

  private final Vertx vertx;
  private final Traffic traffic;
  private final boolean slow;
  private final Map<Integer, Consumer<Reply>> waiting = new HashMap<>();
  private @Nullable WebSocket socket;
  private int lastCall;

  /// @param slow reads no further for half a second after each batch
  LoadSocket(Vertx vertx, Traffic traffic, boolean slow) {
    this.vertx = vertx;
    this.traffic = traffic;
    this.slow = slow;
  }

  /// Completes when the server has welcomed the device.
  CompletableFuture<Void> connect(WebSocketClient client, URI url, String token) {
    CompletableFuture<Void> welcomed = new CompletableFuture<>();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost(url.getHost())
            .setPort(url.getPort())
            .setSsl(url.getScheme().equals("https"))
            .setURI("/v1/socket");
    client
        .connect(options)
        .onFailure(welcomed::completeExceptionally)
        .onSuccess(open -> {
          socket = open;
          open.binaryMessageHandler(message -> receive(message, welcomed));
          open.closeHandler(
              none -> welcomed.completeExceptionally(new IllegalStateException("closed")));
          write(
              ClientFrame.newBuilder()
                  .setHello(
                      Hello.newBuilder()
                          .setToken(token)
                          .setVersionMin(1)
                          .setVersionMax(1)
                          .setClient("bench"))
                  .build());
        });
    return welcomed;
  }

  /// On the socket's event loop.
  void call(String method, ByteString request, Consumer<Reply> then) {
    int id = ++lastCall;
    waiting.put(id, then);
    write(
        ClientFrame.newBuilder()
            .setCall(Call.newBuilder().setId(id).setMethod(method).setRequest(request))
            .build());
  }

  /// The same by HTTP, answered on the socket's event loop.
  void post(Calls calls, String method, String token, ByteString request, Consumer<Reply> then) {
    vertx
        .executeBlocking(() -> calls.post(method, token, request.toByteArray()), false)
        .onSuccess(response ->
            then.accept(Reply.newBuilder().setResponse(ByteString.copyFrom(response)).build()))
        .onFailure(failure -> {
          traffic.refused.increment();
          System.err.println(failure.getMessage());
        });
  }

  void close() {
    WebSocket open = socket;
    if (open != null) {
      open.close();
    }
  }

  private void receive(Buffer message, CompletableFuture<Void> welcomed) {
    traffic.receivedBytes.add(message.length());
    ServerFrame frame;
    try {
      frame = ServerFrame.parseFrom(message.getBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    switch (frame.getFrameCase()) {
      case WELCOME -> welcomed.complete(null);
      case REPLY -> {
        Consumer<Reply> then = waiting.remove(frame.getReply().getId());
        if (then != null) {
          then.accept(frame.getReply());
        }
      }
      case ITEMS -> items(frame.getItems());
      case BYE -> traffic.refused.increment();
      default -> {}
    }
  }

  private void items(Items items) {
    Map<ByteString, Long> read = new HashMap<>();
    for (Item item : items.getItemsList()) {
      if (item.hasMessage()) {
        traffic.delivered.increment();
        traffic.count(item);
        long sent = item.getMessage().getPayload().asReadOnlyByteBuffer().getLong();
        traffic.latencies.add(System.nanoTime() - sent);
      }
      read.merge(item.getConversationId(), item.getNumber(), Math::max);
    }
    if (slow) {
      WebSocket open = java.util.Objects.requireNonNull(socket);
      open.pause();
      vertx.setTimer(
          SLOW_MILLIS,
          timer -> {
            acknowledge(read, items.getItemsCount());
            open.resume();
          });
    } else {
      acknowledge(read, items.getItemsCount());
    }
  }

  private void acknowledge(Map<ByteString, Long> read, int count) {
    read.forEach((conversation, number) ->
        write(
            ClientFrame.newBuilder()
                .setAcknowledge(
                    Acknowledgement.newBuilder().setConversationId(conversation).setNumber(number))
                .build()));
    traffic.acknowledged.add(count);
  }

  private void write(ClientFrame frame) {
    WebSocket open = java.util.Objects.requireNonNull(socket);
    if (!open.isClosed()) {
      open.writeBinaryMessage(Buffer.buffer(frame.toByteArray()));
    }
  }
}

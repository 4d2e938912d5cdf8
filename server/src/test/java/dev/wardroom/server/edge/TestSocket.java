package dev.wardroom.server.edge;

import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Hello;
import dev.wardroom.schema.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's socket that a test drives by hand.
public final class TestSocket implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 15;

  private final BlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private CompletableFuture<?> parts = CompletableFuture.completedFuture(null);
  private @Nullable WebSocket socket;

  public static TestSocket open(HttpClient http, URI server) {
    TestSocket opened = new TestSocket();
    URI uri = URI.create(server.toString().replaceFirst("http", "ws") + "/v1/socket");
    opened.socket = http.newWebSocketBuilder().buildAsync(uri, opened).join();
    return opened;
  }

  /// Opens and says hello.
  static TestSocket signedIn(HttpClient http, URI server, int device) throws Exception {
    TestSocket opened = open(http, server);
    opened.hello("device-" + device, 1, 1);
    return opened;
  }

  public void hello(String token, int versionMin, int versionMax) {
    send(
        ClientFrame.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setToken(token)
                    .setVersionMin(versionMin)
                    .setVersionMax(versionMax))
            .build());
  }

  public void call(int id, String method, com.google.protobuf.Message request) {
    send(
        ClientFrame.newBuilder()
            .setCall(
                Call.newBuilder()
                    .setId(id)
                    .setMethod("wardroom.v1." + method)
                    .setRequest(request.toByteString()))
            .build());
  }

  void acknowledge(long number) {
    send(
        ClientFrame.newBuilder()
            .setAcknowledge(
                Acknowledgement.newBuilder()
                    .setConversationId(FakeMailbox.CONVERSATION)
                    .setNumber(number))
            .build());
  }

  public void send(ClientFrame frame) {
    sendBytes(frame.toByteArray());
  }

  void sendBytes(byte[] message) {
    socket().sendBinary(ByteBuffer.wrap(message), true).join();
  }

  /// Sends what the server may not take to its end.
  void offerBytes(byte[] message) {
    CompletableFuture<WebSocket> _ = socket().sendBinary(ByteBuffer.wrap(message), true);
  }

  /// Sends a part of a message, in order, without waiting.
  void offerPart(byte[] part, boolean last) {
    parts = parts.thenCompose(_ -> socket().sendBinary(ByteBuffer.wrap(part), last));
  }

  void sendText(String text) {
    socket().sendText(text, true).join();
  }

  /// The next frame, or a failure when none comes in time.
  public ServerFrame next() throws InterruptedException {
    ServerFrame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame came");
    }
    return frame;
  }

  /// The next frame, if one comes within so many milliseconds.
  @Nullable ServerFrame nextWithin(long millis) throws InterruptedException {
    return frames.poll(millis, TimeUnit.MILLISECONDS);
  }

  public int closeCode() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    partial.writeBytes(part);
    if (last) {
      try {
        frames.add(ServerFrame.parseFrom(partial.toByteArray()));
      } catch (IOException malformed) {
        closed.completeExceptionally(malformed);
      }
      partial.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable broken) {
    closed.complete(-1);
  }

  @Override
  public void close() {
    socket().abort();
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }
}

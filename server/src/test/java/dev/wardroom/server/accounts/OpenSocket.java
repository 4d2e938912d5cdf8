package dev.wardroom.server.accounts;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Hello;
import dev.wardroom.schema.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A signed-in device's socket that collects what the server says.
final class OpenSocket implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 15;

  private final BlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  OpenSocket(URI server, String token) {
    URI address = URI.create(server.toString().replaceFirst("http", "ws") + "/v1/socket");
    socket = http.newWebSocketBuilder().buildAsync(address, this).join();
    ClientFrame hello =
        ClientFrame.newBuilder()
            .setHello(Hello.newBuilder().setToken(token).setVersionMin(1).setVersionMax(1))
            .build();
    socket.sendBinary(ByteBuffer.wrap(hello.toByteArray()), true).join();
  }

  /// The next frame of this kind; others are passed over.
  ServerFrame next(Predicate<ServerFrame> kind) throws InterruptedException {
    while (true) {
      ServerFrame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new IllegalStateException("the server said nothing of the kind");
      }
      if (kind.test(frame)) {
        return frame;
      }
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    partial.writeBytes(bytes);
    if (last) {
      try {
        frames.add(ServerFrame.parseFrom(partial.toByteArray()));
      } catch (InvalidProtocolBufferException broken) {
        throw new IllegalStateException(broken);
      }
      partial.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }
}

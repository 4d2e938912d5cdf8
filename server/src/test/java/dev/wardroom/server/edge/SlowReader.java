package dev.wardroom.server.edge;

import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A client that says hello and then reads nothing. Its own receive buffer is small: an ordinary
/// one takes more megabytes than any window sends.
final class SlowReader {
  private static final int RECEIVE_BYTES = 8 * 1024;

  private SlowReader() {}

  static Socket connect(URI server, String token) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
    OutputStream out = socket.getOutputStream();
    out.write(
        """
        GET /v1/socket HTTP/1.1\r
        Host: localhost\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    readHead(socket);
    out.write(masked(hello(token)));
    out.flush();
    return socket;
  }

  /// Sends a small frame.
  static void send(Socket socket, ClientFrame frame) throws IOException {
    socket.getOutputStream().write(masked(frame.toByteArray()));
    socket.getOutputStream().flush();
  }

  private static byte[] hello(String token) {
    return ClientFrame.newBuilder()
        .setHello(Hello.newBuilder().setToken(token).setVersionMin(1).setVersionMax(1))
        .build()
        .toByteArray();
  }

  /// One binary frame under a mask of zeros (RFC 6455 §5.2); the message is shorter than 126 bytes.
  private static byte[] masked(byte[] message) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x82);
    frame.write(0x80 | message.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(message);
    return frame.toByteArray();
  }

  private static void readHead(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("no answer: " + head);
      }
      head.append((char) next);
    }
  }
}

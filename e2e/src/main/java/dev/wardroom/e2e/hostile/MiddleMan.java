package dev.wardroom.e2e.hostile;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Reply;
import dev.wardroom.schema.v1.ServerFrame;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Listens on a port of its own and passes on to a server what clients say, and back, as its
/// [Tampering] wants it. One virtual thread for each direction of each connection. Thread-safe.
public final class MiddleMan implements AutoCloseable {
  private static final String CALLS = "/wardroom.v1.";
  private static final String SOCKET = "/v1/socket";
  private static final int PIECE_BYTES = 16 * 1024;

  private final ServerSocket door;
  private final Tampering rules = new Tampering();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int serverPort;

  private MiddleMan(ServerSocket door, int serverPort) {
    this.door = door;
    this.serverPort = serverPort;
  }

  /// @param serverPort on the loopback address
  public static MiddleMan before(int serverPort) {
    try {
      MiddleMan made =
          new MiddleMan(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), serverPort);
      Thread.ofVirtual().name("middle-man").start(made::accept);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What clients take for the server's address.
  public String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /// A link or an address of the server, as if this were the server.
  public String instead(String link) {
    return link.replaceFirst("http://[^/]+", url());
  }

  public Tampering rules() {
    return rules;
  }

  /// The server is somewhere else from now on.
  public void moveTo(int port) {
    serverPort = port;
    cut();
  }

  /// Ends every connection; new ones are taken.
  public void cut() {
    open.forEach(MiddleMan::end);
    open.clear();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().name("middle-man-client").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      Optional<HttpHead> head = HttpHead.read(in);
      while (head.isPresent()) {
        if (head.get().path().startsWith(SOCKET)) {
          socket(head.get(), client, in);
          return;
        }
        if (!head.get().path().startsWith(CALLS)) {
          stream(head.get(), client, in);
          return;
        }
        call(head.get(), client, in);
        head = HttpHead.read(in);
      }
    } catch (IOException | Cut ended) {
      // One of the two is gone, or a rule wants it so; the other one learns it by the closed
      // socket.
      return;
    } finally {
      open.remove(client);
    }
  }

  private Socket server() throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    open.add(server);
    return server;
  }

  private void call(HttpHead head, Socket client, InputStream in) throws IOException {
    String method = head.path().substring(1);
    byte[] request = head.body(in, false);
    rules.asked(method, request);
    try (Socket server = server()) {
      OutputStream out = server.getOutputStream();
      out.write(head.with("Connection", "close").encode());
      out.write(request);
      out.flush();
      InputStream back = new BufferedInputStream(server.getInputStream());
      HttpHead answer = HttpHead.read(back).orElseThrow(Cut::new);
      byte[] body = answer.body(back, true);
      if (answer.first().contains(" 200 ")) {
        body = rules.answered(method, request, body);
      }
      OutputStream toClient = client.getOutputStream();
      toClient.write(
          answer
              .with("Connection", "keep-alive")
              .with("Content-Length", Integer.toString(body.length))
              .encode());
      toClient.write(body);
      toClient.flush();
    }
  }

  /// A file, or anything else: bytes pass as they are, and the connection ends with the answer.
  private void stream(HttpHead head, Socket client, InputStream in) throws IOException {
    try (Socket server = server()) {
      OutputStream out = server.getOutputStream();
      out.write(head.with("Connection", "close").encode());
      out.flush();
      Thread.ofVirtual()
          .name("middle-man-upload")
          .start(() ->
              pass(
                  in,
                  out,
                  true,
                  () -> {
                    end(client);
                    end(server);
                  }));
      InputStream back = new BufferedInputStream(server.getInputStream());
      HttpHead answer = HttpHead.read(back).orElseThrow(Cut::new);
      client.getOutputStream().write(answer.encode());
      pass(back, client.getOutputStream(), false, () -> end(server));
    }
  }

  private void pass(InputStream from, OutputStream to, boolean toServer, Runnable onCut) {
    byte[] piece = new byte[PIECE_BYTES];
    long passed = 0;
    try {
      int read = from.read(piece);
      while (read > 0) {
        passed += read;
        rules.filePassed(toServer, passed);
        to.write(piece, 0, read);
        to.flush();
        read = from.read(piece);
      }
    } catch (Cut cut) {
      onCut.run();
    } catch (IOException ended) {
      // The other direction notices too.
      return;
    }
  }

  private void socket(HttpHead head, Socket client, InputStream in) throws IOException {
    try (Socket server = server()) {
      server.getOutputStream().write(head.encode());
      InputStream back = new BufferedInputStream(server.getInputStream());
      HttpHead answer = HttpHead.read(back).orElseThrow(Cut::new);
      client.getOutputStream().write(answer.encode());
      Calls calls = new Calls();
      SocketFrames up = new SocketFrames(in, server.getOutputStream(), true);
      SocketFrames down = new SocketFrames(back, client.getOutputStream(), false);
      Thread.ofVirtual()
          .name("middle-man-up")
          .start(() -> {
            pump(up, bytes -> calls.up(ClientFrame.parseFrom(bytes)));
            end(server);
          });
      pump(down, bytes -> calls.down(ServerFrame.parseFrom(bytes)));
    }
  }

  /// What becomes of one message.
  private interface Changing {
    Iterable<byte[]> change(byte[] message) throws IOException;
  }

  private static void pump(SocketFrames frames, Changing changing) {
    try {
      Optional<SocketFrames.Message> next = frames.next();
      while (next.isPresent()) {
        SocketFrames.Message message = next.get();
        if (message.kind() != SocketFrames.BINARY) {
          frames.write(message);
        } else {
          for (byte[] changed : changing.change(message.bytes())) {
            frames.write(new SocketFrames.Message(SocketFrames.BINARY, changed));
          }
        }
        next = frames.next();
      }
    } catch (IOException | Cut ended) {
      return;
    }
  }

  /// The calls of one socket, so that rules for methods hold here too.
  private final class Calls {
    private final Map<Integer, Call> asked = new ConcurrentHashMap<>();

    Iterable<byte[]> up(ClientFrame frame) {
      if (frame.hasCall()) {
        asked.put(frame.getCall().getId(), frame.getCall());
        rules.asked(frame.getCall().getMethod(), frame.getCall().getRequest().toByteArray());
      }
      return rules.passing(frame).map(ClientFrame::toByteArray).stream().toList();
    }

    Iterable<byte[]> down(ServerFrame frame) {
      return rules.passing(answered(frame)).stream().map(ServerFrame::toByteArray).toList();
    }

    private ServerFrame answered(ServerFrame frame) {
      Call call = frame.hasReply() ? asked.remove(frame.getReply().getId()) : null;
      if (call == null || !frame.getReply().hasResponse()) {
        return frame;
      }
      byte[] changed =
          rules.answered(
              call.getMethod(),
              call.getRequest().toByteArray(),
              frame.getReply().getResponse().toByteArray());
      return ServerFrame.newBuilder()
          .setReply(
              Reply.newBuilder()
                  .setId(frame.getReply().getId())
                  .setResponse(ByteString.copyFrom(changed)))
          .build();
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}

package dev.wardroom.client.connection;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Reply;
import dev.wardroom.schema.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One WebSocket. The reader only fills a queue and asks for the next frame once one is taken, so
/// that a slow client slows the server down instead of filling memory. Thread-safe; [#next] is for
/// one thread.
final class Socket implements AutoCloseable {

  /// Frames asked for but not yet taken.
  private static final int FRAMES_AHEAD = 16;

  private static final int FRAME_BYTES_MAX = 6 * 1024 * 1024;
  private static final int CALLS_IN_FLIGHT_MAX = 16;
  private static final int WRITE_SECONDS_MAX = 20;

  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>(FRAMES_AHEAD * 2);
  private final Map<Integer, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();
  private final Semaphore inFlight = new Semaphore(CALLS_IN_FLIGHT_MAX);
  private final AtomicInteger ids = new AtomicInteger();
  private final ReentrantLock writing = new ReentrantLock();
  private final ServerApi api;
  private volatile @Nullable WebSocket socket;
  private volatile boolean ended;
  private volatile long heardAtNanos = System.nanoTime();

  private Socket(ServerApi api) {
    this.api = api;
  }

  /// @throws Unreachable when the server does not accept it
  static Socket open(ServerApi api) {
    Socket made = new Socket(api);
    try {
      made.socket =
          api.transport()
              .http()
              .newWebSocketBuilder()
              .connectTimeout(api.transport().patience())
              .buildAsync(api.transport().socket(), made.new Reader())
              .get(api.transport().patience().toMillis(), TimeUnit.MILLISECONDS);
      return made;
    } catch (ExecutionException | TimeoutException e) {
      throw new Unreachable(
          "cannot reach "
              + api.transport().base()
              + ": check the address and the network; messages are kept and sent later",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while connecting", e);
    }
  }

  /// Fills the queue. Runs on the HTTP client's threads.
  private final class Reader implements WebSocket.Listener {

    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    @Override
    public void onOpen(WebSocket opened) {
      opened.request(FRAMES_AHEAD);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      heardAtNanos = System.nanoTime();
      byte[] part = new byte[data.remaining()];
      data.get(part);
      partial.writeBytes(part);
      if (partial.size() > FRAME_BYTES_MAX) {
        end();
        return null;
      }
      if (!last) {
        from.request(1);
        return null;
      }
      byte[] frame = partial.toByteArray();
      partial.reset();
      if (!frames.offer(frame)) {
        end();
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      heardAtNanos = System.nanoTime();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      end();
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end();
    }
  }

  /// The next frame; empty when none came in time.
  ///
  /// @throws Unreachable when the connection has ended
  Optional<ServerFrame> next(Duration wait) {
    try {
      byte[] frame = frames.poll(ended ? 0 : wait.toMillis(), TimeUnit.MILLISECONDS);
      if (frame == null || frame.length == 0) {
        if (ended) {
          throw new Unreachable("the connection to the server was lost");
        }
        return Optional.empty();
      }
      WebSocket open = socket;
      if (open != null) {
        open.request(1);
      }
      return Optional.of(ServerFrame.parseFrom(frame));
    } catch (InvalidProtocolBufferException e) {
      end();
      throw new Unreachable("the server sent a frame that cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted", e);
    }
  }

  /// How long nothing was heard, pings included.
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardAtNanos);
  }

  void replied(Reply reply) {
    CompletableFuture<Reply> waiting = pending.remove(reply.getId());
    if (waiting != null) {
      waiting.complete(reply);
    }
  }

  <Q extends Message, R extends Message> R call(Rpc<Q, R> rpc, Q request, Duration patience) {
    int id = ids.incrementAndGet();
    CompletableFuture<Reply> waiting = new CompletableFuture<>();
    boolean held = false;
    try {
      held = inFlight.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!held) {
        throw new Unreachable("the server does not answer");
      }
      pending.put(id, waiting);
      send(
          ClientFrame.newBuilder()
              .setCall(
                  Call.newBuilder()
                      .setId(id)
                      .setMethod(rpc.method())
                      .setRequest(request.toByteString()))
              .build());
      return answer(rpc, waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new Unreachable("the server did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while waiting for the server", e);
    } finally {
      pending.remove(id);
      if (held) {
        inFlight.release();
      }
    }
  }

  private <Q extends Message, R extends Message> R answer(Rpc<Q, R> rpc, Reply reply) {
    if (reply.hasRefusal()) {
      throw api.refusal(reply.getRefusal());
    }
    ByteString response = reply.getResponse();
    return rpc.parse(response.toByteArray());
  }

  /// One frame at a time, waiting until it is written.
  void send(ClientFrame frame) {
    WebSocket open = socket;
    if (ended || open == null) {
      throw new Unreachable("the connection to the server was lost");
    }
    writing.lock();
    try {
      open.sendBinary(ByteBuffer.wrap(frame.toByteArray()), true)
          .get(WRITE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      end();
      throw new Unreachable("the connection to the server was lost", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while writing", e);
    } finally {
      writing.unlock();
    }
  }

  private void end() {
    ended = true;
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    frames.offer(new byte[0]);
    pending
        .values()
        .forEach(waiting ->
            waiting.completeExceptionally(
                new Unreachable("the connection to the server was lost")));
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null && !ended) {
      open.sendClose(WebSocket.NORMAL_CLOSURE, "")
          .orTimeout(1, TimeUnit.SECONDS)
          .handle((_, _) -> true)
          .join();
    }
    end();
  }
}

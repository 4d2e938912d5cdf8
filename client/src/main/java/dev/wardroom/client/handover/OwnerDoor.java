package dev.wardroom.client.handover;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.Progress;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The owner's side: takes calls of other processes and runs them on the session.
public final class OwnerDoor implements AutoCloseable {

  private static final int CALLERS_MAX = 64;
  private static final int DRAIN_SECONDS = 10;
  private static final Duration EVENTS_WAIT = Duration.ofMillis(500);

  private final Session session;
  private final Handshake handshake;
  private final ServerSocketChannel server;
  private final Path path;
  private final JsonMapper json = Rooms.json();
  private final Semaphore room = new Semaphore(CALLERS_MAX);
  private final Set<SocketChannel> callers = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  private OwnerDoor(Session session, byte[] proof, Path path, ServerSocketChannel server) {
    this.session = session;
    this.handshake = new Handshake(proof);
    this.path = path;
    this.server = server;
    this.thread = Thread.ofPlatform().daemon().name("wardroom-owner").start(this::accept);
  }

  /// @param proof what a caller must know, 32 bytes
  public static OwnerDoor open(Session session, byte[] proof, Path path) {
    try {
      Files.deleteIfExists(path);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      return new OwnerDoor(session, proof, path, server);
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.HOME, "cannot open " + path + " for other processes", e);
    }
  }

  private void accept() {
    try {
      while (server.isOpen()) {
        SocketChannel caller = server.accept();
        if (!room.tryAcquire()) {
          caller.close();
          continue;
        }
        callers.add(caller);
        Thread.ofVirtual().name("wardroom-caller").start(() -> serve(caller));
      }
    } catch (ClosedChannelException e) {
      // Closed: calls under way are finished by close().
      return;
    } catch (IOException e) {
      callers.forEach(OwnerDoor::end);
    }
  }

  private void serve(SocketChannel caller) {
    try (caller) {
      Frames frames = new Frames(caller);
      byte[] expected = handshake.answer(frames);
      answer(frames, expected, json.readTree(frames.read()));
    } catch (IOException e) {
      // The caller went away: a call that was begun is finished all the same.
      end(caller);
    } finally {
      callers.remove(caller);
      room.release();
    }
  }

  private void answer(Frames frames, byte[] expected, JsonNode call) throws IOException {
    byte[] offered = Base64.getDecoder().decode(call.path("proof").asString(""));
    if (!MessageDigest.isEqual(expected, offered)
        || call.path("version").asInt(0) != Rooms.version()) {
      frames.write(failure(Handshake.stranger()));
      return;
    }
    try {
      Rooms called = Rooms.valueOf(call.path("room").asString("").toUpperCase(Locale.ROOT));
      if (called == Rooms.EVENTS) {
        stream(frames);
        return;
      }
      Method method =
          called
              .method(call.path("method").asString(""))
              .orElseThrow(() ->
                  new ClientException(ClientException.Kind.BUG, "no such call: update wardroom"));
      Object result = method.invoke(called.of(session), arguments(frames, method, call));
      frames.write(json.writeValueAsBytes(Map.of("result", json.valueToTree(result))));
    } catch (InvocationTargetException e) {
      frames.write(failure(Failures.of(e.getCause())));
    } catch (IllegalAccessException e) {
      throw new ClientException(ClientException.Kind.BUG, "cannot run a call", e);
    } catch (ClientException e) {
      frames.write(failure(e));
    }
  }

  private Object[] arguments(Frames frames, Method method, JsonNode call) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] =
          Rooms.isProgress(types[i])
              ? (Progress) (step, done, total) -> progress(frames, step, done, total)
              : json.readValue(
                  json.treeAsTokens(call.path("arguments").path(i)),
                  Rooms.type(json, method.getGenericParameterTypes()[i]));
    }
    return arguments;
  }

  private void progress(Frames frames, String step, long done, long total) {
    try {
      frames.write(json.writeValueAsBytes(Map.of("step", step, "done", done, "total", total)));
    } catch (IOException e) {
      throw new ClientException(ClientException.Kind.TIMEOUT, "the caller went away", e);
    }
  }

  private void stream(Frames frames) throws IOException {
    try (Events.Stream stream = session.events().open()) {
      while (server.isOpen()) {
        List<Events.Event> events = stream.next(EVENTS_WAIT);
        frames.write(
            json.writerFor(Rooms.type(json, EventList.class))
                .writeValueAsBytes(new EventList(events)));
      }
    }
  }

  /// @param events empty as a sign of life
  record EventList(List<Events.Event> events) {}

  private byte[] failure(ClientException e) {
    return json.writeValueAsBytes(
        Map.of("kind", e.kind().name(), "text", String.valueOf(e.getMessage())));
  }

  private static void end(SocketChannel caller) {
    try {
      caller.close();
    } catch (IOException e) {
      throw new ClientException(ClientException.Kind.BUG, "cannot close a caller", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      boolean ignored = thread.join(Duration.ofSeconds(1));
      // Calls that were begun are finished: the caller must know what became of them.
      boolean finished = room.tryAcquire(CALLERS_MAX, DRAIN_SECONDS, TimeUnit.SECONDS);
      if (!finished) {
        callers.forEach(OwnerDoor::end);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new ClientException(ClientException.Kind.HOME, "cannot remove " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

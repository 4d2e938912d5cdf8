package dev.wardroom.client.handover;

import dev.wardroom.client.Accounts;
import dev.wardroom.client.Arrivals;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Conversations;
import dev.wardroom.client.Devices;
import dev.wardroom.client.Directory;
import dev.wardroom.client.Events;
import dev.wardroom.client.Exports;
import dev.wardroom.client.Files;
import dev.wardroom.client.Invitations;
import dev.wardroom.client.Messages;
import dev.wardroom.client.Session;
import dev.wardroom.client.Verification;
import dev.wardroom.client.events.News;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.Progress;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A session whose engine runs in another process.
public final class CallerSession implements Session {

  private static final String GONE =
      "the process that owns this home has ended: run the command again";

  private final Path path;
  private final Handshake handshake;
  private final Supplier<Session> takeOver;
  private volatile @Nullable Session own;
  private final JsonMapper json = Rooms.json();
  private final Map<Rooms, Object> rooms = new EnumMap<>(Rooms.class);
  private final List<SocketChannel> streams = new ArrayList<>();

  private CallerSession(Path path, byte[] proof, Supplier<Session> takeOver) {
    this.path = path;
    this.handshake = new Handshake(proof);
    this.takeOver = takeOver;
    for (Rooms room : Rooms.values()) {
      InvocationHandler calls = (_, method, arguments) -> call(room, method, arguments);
      rooms.put(
          room,
          Proxy.newProxyInstance(
              room.type().getClassLoader(), new Class<?>[] {room.type()}, calls));
    }
  }

  /// @param takeOver opens the home anew, when its owner has ended between two calls
  /// @throws IOException when nobody answers there
  public static CallerSession to(Path path, byte[] proof, Supplier<Session> takeOver)
      throws IOException {
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      if (!probe.isConnected()) {
        throw new IOException("nobody answers");
      }
    }
    return new CallerSession(path, proof, takeOver);
  }

  private @Nullable Object call(Rooms room, Method method, Object @Nullable [] arguments) {
    if (method.isDefault() || method.getDeclaringClass() == Object.class) {
      throw new ClientException(ClientException.Kind.BUG, "not a call: " + method.getName());
    }
    Object[] given = arguments == null ? new Object[0] : arguments;
    SocketChannel channel = connected();
    if (channel == null) {
      return onOwn(room, method, given);
    }
    try (channel) {
      Frames frames = new Frames(channel);
      byte[] shown = handshake.call(frames);
      frames.write(json.writeValueAsBytes(request(shown, room, method.getName(), given)));
      while (true) {
        JsonNode answer = json.readTree(frames.read());
        if (answer.has("step")) {
          tell(given, answer);
        } else if (answer.has("kind")) {
          throw failure(answer);
        } else {
          return result(method, answer.path("result"));
        }
      }
    } catch (IOException e) {
      throw new ClientException(ClientException.Kind.UNREACHABLE, GONE, e);
    }
  }

  /// A connection to the owner; null when it has ended, and this process opens the home itself from
  /// now on. Nothing was asked of it yet then, so that nothing is done twice.
  private @Nullable SocketChannel connected() {
    synchronized (streams) {
      if (own != null) {
        return null;
      }
      try {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
      } catch (IOException e) {
        own = takeOver.get();
        return null;
      }
    }
  }

  private @Nullable Object onOwn(Rooms room, Method method, Object[] arguments) {
    try {
      return method.invoke(room.of(Objects.requireNonNull(own)), arguments);
    } catch (InvocationTargetException e) {
      throw Failures.of(e.getCause());
    } catch (IllegalAccessException e) {
      throw new ClientException(ClientException.Kind.BUG, "cannot run a call", e);
    }
  }

  /// @param shown by the handshake of this connection
  private Map<String, Object> request(byte[] shown, Rooms room, String method, Object[] arguments) {
    List<Object> plain = new ArrayList<>();
    for (Object argument : arguments) {
      plain.add(argument instanceof Progress ? "" : argument);
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("proof", Base64.getEncoder().encodeToString(shown));
    request.put("version", Rooms.version());
    request.put("room", room.name().toLowerCase(Locale.ROOT));
    request.put("method", method);
    request.put("arguments", plain);
    return request;
  }

  private static void tell(Object[] arguments, JsonNode answer) {
    for (Object argument : arguments) {
      if (argument instanceof Progress progress) {
        progress.at(
            answer.path("step").asString(""),
            answer.path("done").asLong(0),
            answer.path("total").asLong(0));
      }
    }
  }

  private @Nullable Object result(Method method, JsonNode result) {
    if (method.getReturnType() == void.class) {
      return null;
    }
    return json.readValue(
        json.treeAsTokens(result), Rooms.type(json, method.getGenericReturnType()));
  }

  private static ClientException failure(JsonNode answer) {
    return new ClientException(
        ClientException.Kind.valueOf(answer.path("kind").asString("BUG")),
        answer.path("text").asString(""));
  }

  /// Copies the owner's events into streams of our own, by one connection.
  private final class RemoteEvents implements Events {

    @Override
    public Stream open() {
      Session taken = own;
      if (taken != null) {
        return taken.events().open();
      }
      News news = new News();
      Stream local = news.open();
      try {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        synchronized (streams) {
          streams.add(channel);
        }
        Thread.ofVirtual().name("wardroom-events").start(() -> copy(channel, news));
        return local;
      } catch (IOException e) {
        throw new ClientException(ClientException.Kind.UNREACHABLE, GONE, e);
      }
    }

    private void copy(SocketChannel channel, News news) {
      try (channel) {
        Frames frames = new Frames(channel);
        byte[] shown = handshake.call(frames);
        frames.write(json.writeValueAsBytes(request(shown, Rooms.EVENTS, "open", new Object[0])));
        while (true) {
          json.readValue(frames.read(), OwnerDoor.EventList.class).events().forEach(news::publish);
        }
      } catch (IOException | ClientException e) {
        news.publish(new Event.ConnectionChanged(ConnectionState.OFFLINE, GONE));
      }
    }
  }

  private <T> T room(Rooms room, Class<T> type) {
    return type.cast(Objects.requireNonNull(rooms.get(room)));
  }

  @Override
  public Accounts accounts() {
    return room(Rooms.ACCOUNTS, Accounts.class);
  }

  @Override
  public Directory directory() {
    return room(Rooms.DIRECTORY, Directory.class);
  }

  @Override
  public Conversations conversations() {
    return room(Rooms.CONVERSATIONS, Conversations.class);
  }

  @Override
  public Messages messages() {
    return room(Rooms.MESSAGES, Messages.class);
  }

  @Override
  public Arrivals arrivals() {
    return room(Rooms.ARRIVALS, Arrivals.class);
  }

  @Override
  public Files files() {
    return room(Rooms.FILES, Files.class);
  }

  @Override
  public Devices devices() {
    return room(Rooms.DEVICES, Devices.class);
  }

  @Override
  public Invitations invitations() {
    return room(Rooms.INVITATIONS, Invitations.class);
  }

  @Override
  public Verification verification() {
    return room(Rooms.VERIFICATION, Verification.class);
  }

  @Override
  public Exports exports() {
    return room(Rooms.EXPORTS, Exports.class);
  }

  @Override
  public Events events() {
    return new RemoteEvents();
  }

  @Override
  public ConnectionState connection() {
    return room(Rooms.SESSION, Session.class).connection();
  }

  @Override
  public void catchUp(Duration patience) {
    room(Rooms.SESSION, Session.class).catchUp(patience);
  }

  /// The owner decides for itself: it is asked to, and goes on after this caller has closed.
  @Override
  public void stayConnected() {
    room(Rooms.SESSION, Session.class).stayConnected();
  }

  /// Ends this caller's streams; the owner goes on.
  @Override
  public void close() {
    synchronized (streams) {
      for (SocketChannel channel : streams) {
        try {
          channel.close();
        } catch (IOException e) {
          throw new ClientException(ClientException.Kind.BUG, "cannot close a stream", e);
        }
      }
      streams.clear();
      if (own != null) {
        own.close();
      }
    }
  }
}

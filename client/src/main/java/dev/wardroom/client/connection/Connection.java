package dev.wardroom.client.connection;

import com.google.protobuf.ByteString;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Hello;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.schema.v1.SetPresence;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.schema.v1.Welcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps the socket up. One virtual thread connects, reads and routes; [Incoming] takes what it
/// brings. Thread-safe.
public final class Connection implements AutoCloseable {

  private static final int VERSION = 1;
  private static final Duration BACKOFF_FIRST = Duration.ofMillis(250);
  private static final Duration BACKOFF_LONGEST = Duration.ofSeconds(60);
  private static final Duration READ_WAIT = Duration.ofSeconds(1);

  /// Nothing heard for this many of the server's ping times: the connection is dead.
  private static final int PINGS_MISSED_MAX = 3;

  private static final int PING_MILLIS_DEFAULT = 30_000;

  private final DeviceApi api;
  private final Incoming incoming;
  private final Backoff backoff;
  private final String client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by lock.
  private ConnectionState state = ConnectionState.OFFLINE;
  private @Nullable RuntimeException failure;
  private boolean stay;
  private boolean closed;
  private @Nullable Thread thread;
  private @Nullable Socket socket;

  /// @param client name and version of this program, told to the server, at most 64 bytes
  public Connection(DeviceApi api, Incoming incoming, String client, RandomGenerator random) {
    this.api = api;
    this.incoming = incoming;
    this.client = client;
    this.backoff = new Backoff(BACKOFF_FIRST, BACKOFF_LONGEST, random);
  }

  public ConnectionState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /// Connects again after each loss, until closed.
  public void stayConnected() {
    lock.lock();
    try {
      stay = true;
      start();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Connects unless connected, and waits until the mailbox is read to its end.
  ///
  /// @throws Refused when the server does not let this device in
  /// @throws Unreachable when it does not answer, or not in time
  public void catchUp(Duration patience) {
    lock.lock();
    try {
      start();
      long left = patience.toNanos();
      while (state != ConnectionState.ONLINE) {
        if (failure != null && (thread == null || state == ConnectionState.OFFLINE)) {
          throw failure;
        }
        if (closed || left <= 0) {
          throw new Unreachable("the server did not answer in time; saved work is sent later");
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while connecting", e);
    } finally {
      lock.unlock();
    }
  }

  /// The inbox has saved everything that the server had.
  public void caughtUp() {
    turn(ConnectionState.CATCHING_UP, ConnectionState.ONLINE, "");
  }

  /// Tells the server what is saved. Lost with the connection, which then brings the items again.
  public void acknowledge(byte[] conversation, long number) {
    sendIfOpen(
        ClientFrame.newBuilder()
            .setAcknowledge(
                Acknowledgement.newBuilder()
                    .setConversationId(ByteString.copyFrom(conversation))
                    .setNumber(number))
            .build());
  }

  public void typing(byte[] conversation) {
    sendIfOpen(
        ClientFrame.newBuilder()
            .setTyping(Typing.newBuilder().setConversationId(ByteString.copyFrom(conversation)))
            .build());
  }

  public void presence(SetPresence presence) {
    sendIfOpen(ClientFrame.newBuilder().setPresence(presence).build());
  }

  private void sendIfOpen(ClientFrame frame) {
    Socket open;
    lock.lock();
    try {
      open = socket;
    } finally {
      lock.unlock();
    }
    if (open == null || open.ended()) {
      return;
    }
    try {
      open.send(frame);
    } catch (Unreachable e) {
      // The reader meets the same loss and connects again.
      api.attach(null);
    }
  }

  private void start() {
    if (closed) {
      throw new Unreachable("this session is closed");
    }
    if (thread == null) {
      failure = null;
      thread = Thread.ofVirtual().name("wardroom-connection").start(this::run);
    }
  }

  private void run() {
    try {
      while (true) {
        boolean connectedBefore = readUntilLost();
        lock.lock();
        try {
          if (closed || !stay) {
            thread = null;
            changed.signalAll();
            return;
          }
          Duration pause = connectedBefore ? BACKOFF_FIRST : backoff.next();
          long ignored = changed.awaitNanos(pause.toNanos());
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return true when it was connected in between
  private boolean readUntilLost() {
    boolean connected = false;
    become(ConnectionState.CONNECTING, "");
    try (Socket open = Socket.open(api.server())) {
      int pingMillis = greet(open);
      connected = true;
      backoff.succeeded();
      read(open, pingMillis);
    } catch (Refused | Unreachable e) {
      lock.lock();
      try {
        failure = e;
      } finally {
        lock.unlock();
      }
      api.attach(null);
      become(ConnectionState.OFFLINE, String.valueOf(e.getMessage()));
    }
    return connected;
  }

  private int greet(Socket open) {
    String token = api.token();
    open.send(
        ClientFrame.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setToken(token)
                    .setVersionMin(VERSION)
                    .setVersionMax(VERSION)
                    .setClient(client)
                    .setIncarnation(ByteString.copyFrom(incoming.incarnation())))
            .build());
    Optional<ServerFrame> first = open.next(api.server().transport().patience());
    if (first.isEmpty()) {
      throw new Unreachable("the server did not greet back");
    }
    if (first.get().hasBye()) {
      api.forget(token);
      throw api.server().refusal(first.get().getBye());
    }
    if (!first.get().hasWelcome()) {
      throw new Unreachable("the server did not greet back");
    }
    Welcome welcome = first.get().getWelcome();
    api.server().clock().observe(welcome.getServerTime());
    lock.lock();
    try {
      if (closed) {
        throw new Unreachable("this session is closed");
      }
      socket = open;
      failure = null;
    } finally {
      lock.unlock();
    }
    become(ConnectionState.CATCHING_UP, "");
    incoming.welcome(welcome);
    api.attach(open);
    return welcome.getPingMillis() > 0 ? welcome.getPingMillis() : PING_MILLIS_DEFAULT;
  }

  private void read(Socket open, int pingMillis) {
    Duration deadAfter = Duration.ofMillis((long) pingMillis * PINGS_MISSED_MAX);
    while (true) {
      Optional<ServerFrame> frame = open.next(READ_WAIT);
      if (frame.isPresent()) {
        route(open, frame.get());
      } else if (open.silence().compareTo(deadAfter) > 0) {
        throw new Unreachable("the server fell silent");
      }
    }
  }

  private void route(Socket open, ServerFrame frame) {
    switch (frame.getFrameCase()) {
      case REPLY -> open.replied(frame.getReply());
      case ITEMS -> incoming.items(frame.getItems());
      case TYPING -> incoming.typing(frame.getTyping());
      case PRESENCE -> incoming.presence(frame.getPresence());
      case NOTICE -> incoming.notice(frame.getNotice());
      case BYE -> throw api.server().refusal(frame.getBye());
      case WELCOME, FRAME_NOT_SET -> {
        // A newer server's frame: nothing that this version knows.
      }
    }
  }

  private void become(ConnectionState next, String text) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    incoming.state(next, text);
  }

  private void turn(ConnectionState from, ConnectionState to, String text) {
    lock.lock();
    try {
      if (state != from) {
        return;
      }
      state = to;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    incoming.state(to, text);
  }

  @Override
  public void close() {
    Socket open;
    Thread running;
    lock.lock();
    try {
      closed = true;
      stay = false;
      open = socket;
      running = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.close();
    }
    if (running != null && running != Thread.currentThread()) {
      joined(running);
    }
  }

  private static void joined(Thread running) {
    try {
      if (!running.join(Duration.ofMillis(200))) {
        running.interrupt();
        boolean ignored = running.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.wardroom.e2e.live;

import dev.wardroom.client.Accounts;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.e2e.hostile.MiddleMan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// People with homes under one folder, each device behind a [MiddleMan] of its own. A person's
/// first device has the person's name; the second one has `-2` behind it. Closing it closes every
/// session that is still open. One thread at a time.
public final class LivePeople implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(30);
  public static final String PASSWORD = "tall ships sail at dawn";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Path homes;
  private final LiveServer server;
  private final Clock clock;
  private final Map<String, Accounts.RecoverySheet> sheets = new HashMap<>();
  private final Map<String, MiddleMan> ways = new HashMap<>();
  private final List<Session> open = new ArrayList<>();

  /// @param clock of the people's machines
  public LivePeople(Path homes, LiveServer server, Clock clock) {
    this.homes = homes;
    this.server = server;
    this.clock = clock;
  }

  public Path home(String device) {
    return homes.resolve(device);
  }

  /// What lies between this device and the server.
  public MiddleMan way(String device) {
    return ways.computeIfAbsent(device, _ -> MiddleMan.before(server.port()));
  }

  /// The network's owner.
  public Session owner(String username) {
    return register(username, server.ownerInvitation());
  }

  public Session invited(Session by, String username) {
    return register(username, by.invitations().invite(username, "").link());
  }

  private Session register(String username, String invitation) {
    Wardroom.Registered made =
        Wardroom.register(
            home(username),
            new Wardroom.Registration(
                way(username).instead(invitation),
                username,
                username,
                PASSWORD.toCharArray(),
                username + "'s laptop"),
            options());
    sheets.put(username, made.sheet());
    return kept(made.session());
  }

  /// A further device, by password and account key.
  public Session secondDevice(String username) {
    String device = username + "-2";
    return kept(
        Wardroom.login(
            home(device),
            new Wardroom.SignIn(
                way(device).url(),
                username,
                PASSWORD.toCharArray(),
                accountKey(username),
                username + "'s phone"),
            options()));
  }

  public String accountKey(String username) {
    return java.util.Objects.requireNonNull(sheets.get(username)).accountKey();
  }

  public Wardroom.Options options() {
    return new Wardroom.Options(
        new Wardroom.Lock.KeyFile(), Optional.empty(), Duration.ofSeconds(20), clock);
  }

  public Session reopen(String device) {
    return kept(Wardroom.open(home(device), options()));
  }

  /// Closed with the others.
  public Session kept(Session session) {
    open.add(session);
    return session;
  }

  /// Says something, and waits until the server has it on disk.
  public static MessageView say(Session who, ConversationRef where, String text) {
    return say(who, where, Draft.text(text));
  }

  /// As [#say(Session, ConversationRef, String)], with all that a message may have.
  public static MessageView say(Session who, ConversationRef where, Draft draft) {
    MessageView saved = who.messages().send(where, draft, Progress.none());
    return who.messages().awaitAccepted(saved.message(), PATIENCE);
  }

  /// The message as this device has it, once it has it.
  public static MessageView seen(Session who, MessageRef message) {
    return await(() -> {
      try {
        return who.messages().get(message);
      } catch (ClientException notYet) {
        return null;
      }
    });
  }

  /// Waits until there is something that is not `false`.
  public static <T> T await(Supplier<@Nullable T> supplier) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T value = supplier.get();
      if (value != null && !Boolean.FALSE.equals(value)) {
        return value;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nothing came in " + PATIENCE);
      }
      try {
        Thread.sleep(LOOK_AGAIN);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    open.reversed().forEach(Session::close);
    ways.values().forEach(MiddleMan::close);
  }
}

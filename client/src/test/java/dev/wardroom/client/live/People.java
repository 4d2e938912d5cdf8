package dev.wardroom.client.live;

import dev.wardroom.client.Accounts;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.view.MessageView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A network of people with homes under one folder. Closing it closes every session that is still
/// open.
final class People implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "tall ships sail at dawn";

  private final Path homes;
  private final RealServer server;
  private final Map<String, Accounts.RecoverySheet> sheets = new HashMap<>();
  private final List<Session> open = new ArrayList<>();

  People(Path homes, RealServer server) {
    this.homes = homes;
    this.server = server;
  }

  Path home(String name) {
    return homes.resolve(name);
  }

  Wardroom.Options options() {
    return Wardroom.Options.standard();
  }

  /// The network's owner.
  Session owner(String username) {
    return register(username, server.ownerInvitation());
  }

  Session invited(Session by, String username) {
    return register(username, by.invitations().invite(username, "").link());
  }

  private Session register(String username, String invitation) {
    Wardroom.Registered made =
        Wardroom.register(
            home(username),
            new Wardroom.Registration(
                invitation, username, username, PASSWORD.toCharArray(), username + "'s laptop"),
            options());
    sheets.put(username, made.sheet());
    return kept(made.session());
  }

  /// A further device.
  Session secondDevice(String username) {
    return kept(
        Wardroom.login(
            home(username + "-2"),
            new Wardroom.SignIn(
                server.url(),
                username,
                PASSWORD.toCharArray(),
                sheets.get(username).accountKey(),
                username + "'s phone"),
            options()));
  }

  Session reopen(String home) {
    return kept(Wardroom.open(home(home), options()));
  }

  Session kept(Session session) {
    open.add(session);
    return session;
  }

  char[] password() {
    return PASSWORD.toCharArray();
  }

  /// What a session shows of a conversation with one text in it, once it is there.
  static MessageView awaitText(Session session, String text) {
    return await(() ->
        session.messages().search(text, java.util.Optional.empty(), 5).stream()
            .findFirst()
            .orElse(null));
  }

  /// Waits until there is something.
  static <T> T await(Supplier<T> supplier) {
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
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    open.reversed().forEach(Session::close);
  }
}

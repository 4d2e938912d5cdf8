package dev.wardroom.client.session;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.accounts.Identity;
import dev.wardroom.client.accounts.IdentityStore;
import dev.wardroom.client.connection.ServerApi;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.connection.Transport;
import dev.wardroom.client.handover.CallerSession;
import dev.wardroom.client.store.Database;
import dev.wardroom.client.store.HomeFolder;
import dev.wardroom.client.store.HomeLock;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.MetaStore;
import dev.wardroom.client.store.SealedJson;
import dev.wardroom.client.store.Vault;
import dev.wardroom.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Opens and makes home folders.
public final class Homes {

  /// An owner that is starting or ending is waited for this long.
  private static final Duration OWNER_PATIENCE = Duration.ofSeconds(15);

  private static final Duration OWNER_RETRY = Duration.ofMillis(50);

  private Homes() {}

  /// Opens a home that holds an account.
  public static Session open(Path folder, Wardroom.Options options) {
    HomeFolder home = new HomeFolder(folder);
    if (!home.hasAccount()) {
      throw new ClientException(
          ClientException.Kind.HOME,
          "there is no account in " + home.path() + ": register, log in or link first");
    }
    byte[] key = new HomeLock(home).open(options.lock());
    byte[] proof = HomeLock.proof(key);
    long deadline = System.nanoTime() + OWNER_PATIENCE.toNanos();
    while (true) {
      Optional<HomeFolder.Ownership> ownership = home.own();
      if (ownership.isPresent()) {
        return owned(home, ownership.get(), key, options);
      }
      try {
        return CallerSession.to(home.socket(), proof, () -> open(folder, options));
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new ClientException(
              ClientException.Kind.HOME,
              "another process holds this home and does not answer: end it and try again",
              e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(OWNER_RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException(ClientException.Kind.HOME, "interrupted", e);
    }
  }

  private static Session owned(
      HomeFolder home, HomeFolder.Ownership ownership, byte[] key, Wardroom.Options options) {
    Database db = null;
    try {
      db = Database.open(home.store());
      Local local = local(home, db, key, options.clock());
      IdentityStore identities = new IdentityStore(local);
      if (!identities.isComplete()) {
        throw new ClientException(
            ClientException.Kind.HOME,
            "making this account was interrupted: delete "
                + home.path()
                + " and do it again with the same or a new invitation");
      }
      Identity identity = identities.load();
      ServerApi api = api(identity.me().server(), options);
      return new LocalSession(
          new Engine(local, api), ownership, HomeLock.proof(key), home.socket());
    } catch (RuntimeException e) {
      if (db != null) {
        db.close();
      }
      ownership.close();
      throw dev.wardroom.client.handover.Failures.of(e);
    }
  }

  static Local local(HomeFolder home, Database db, byte[] key, Clock clock) {
    Vault vault = new Vault(key);
    return new Local(
        db,
        vault,
        new SealedJson(vault),
        new MetaStore(vault),
        clock,
        new SecureRandom(),
        home.files());
  }

  /// The server at an address.
  ///
  /// @throws ClientException USAGE when the address or the certificate file cannot be used
  public static ServerApi api(String url, Wardroom.Options options) {
    try {
      return new ServerApi(
          Transport.to(url, options.caFile(), options.patience()),
          new ServerClock(options.clock()));
    } catch (IllegalArgumentException e) {
      throw new ClientException(ClientException.Kind.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /// What fills a new home.
  @FunctionalInterface
  public interface Filling<T> {
    T fill(Local local) throws ProtocolException;
  }

  /// Makes a home: nothing of it stays when filling it comes to nothing.
  public static <T> T make(Path folder, Wardroom.Options options, Filling<T> filling) {
    HomeFolder home = new HomeFolder(folder);
    if (home.hasAccount()) {
      throw new ClientException(
          ClientException.Kind.HOME,
          "there is an account in " + home.path() + " already: choose another home folder");
    }
    home.prepare();
    try (HomeFolder.Ownership ownership =
        home.own()
            .orElseThrow(() ->
                new ClientException(
                    ClientException.Kind.HOME,
                    "another process uses " + home.path() + ": choose another home folder"))) {
      assert ownership != null;
      byte[] key = new HomeLock(home).create(options.lock());
      boolean filled = false;
      try (Database db = Database.open(home.store())) {
        T made = filling.fill(local(home, db, key, options.clock()));
        filled = true;
        return made;
      } finally {
        if (!filled) {
          home.discard();
        }
      }
    } catch (ProtocolException | RuntimeException e) {
      throw dev.wardroom.client.handover.Failures.of(e);
    }
  }
}

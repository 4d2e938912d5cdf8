package dev.wardroom.server.accounts.sessions;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.accounts.secrets.ServerSecrets;
import dev.wardroom.server.accounts.secrets.Token;
import dev.wardroom.server.directory.Device;
import dev.wardroom.server.directory.DeviceLists;
import dev.wardroom.server.directory.Directory;
import dev.wardroom.server.directory.ListChanged;
import dev.wardroom.server.directory.Person;
import dev.wardroom.server.directory.PersonSuspended;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.ProtocolRefusals;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.text.SessionChallenge;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sessions of devices: a device proves its key and gets a short-lived token.
public final class Sessions {
  /// A token that was just given.
  public record Opened(String token, Session session) {}

  private final Kernel kernel;
  private final Directory directory;
  private final DeviceLists lists;
  private final Challenges challenges;
  private final HostNames hosts;
  private final TokenCache cache = new TokenCache();

  public Sessions(
      Kernel kernel,
      Directory directory,
      DeviceLists lists,
      ServerSecrets secrets,
      HostNames hosts) {
    this.kernel = kernel;
    this.directory = directory;
    this.lists = lists;
    this.challenges = new Challenges(kernel, secrets);
    this.hosts = hosts;
    kernel.events().within(ListChanged.class, this::endRemoved);
    kernel.events().within(PersonSuspended.class, this::endSuspended);
    kernel.events().after(SessionsEnded.class, ended -> cache.dropDevices(ended.devices()));
  }

  /// A challenge for a device, known or not.
  public byte[] challenge(DeviceId device) {
    return challenges.draw(device);
  }

  /// Opens a session for the device that signed the challenge.
  public Opened open(DeviceId device, byte[] serverNonce, byte[] clientNonce, byte[] signed) {
    if (!challenges.isGood(serverNonce, device)) {
      throw refused();
    }
    Device known = kernel.db().read(tx -> signedIn(tx, device, serverNonce, clientNonce, signed));
    return kernel.db().grouped(device.toArray(), tx -> keep(tx, known, serverNonce));
  }

  private Device signedIn(
      Tx tx, DeviceId device, byte[] serverNonce, byte[] clientNonce, byte[] signed) {
    Device known =
        directory.device(tx, device).filter(each -> !each.removed()).orElseThrow(Sessions::refused);
    VerifiedDeviceList newest =
        lists.newest(tx, known.network(), known.user()).orElseThrow(Sessions::refused);
    SessionChallenge challenge = verified(signed, newest, device);
    boolean answersOurs =
        challenge.serverNonce().equals(Bytes.wrap(serverNonce))
            && challenge.clientNonce().equals(Bytes.wrap(clientNonce));
    if (!answersOurs) {
      throw refused();
    }
    if (!hosts.isOurs(challenge.host())) {
      throw new Refusal(
          Reason.REASON_SIGN_IN_REFUSED, "The challenge was signed for another server's address.");
    }
    long off = Math.abs(challenge.time() - kernel.clock().millis());
    if (off > AccountLimits.CLOCK_SLACK.toMillis()) {
      throw new Refusal(Reason.REASON_CLOCK, "The device's clock is wrong. Set it, then sign in.");
    }
    requireActive(tx, known);
    return known;
  }

  /// The signature is checked with the key of the newest list (check S-01).
  private static SessionChallenge verified(
      byte[] signed, VerifiedDeviceList newest, DeviceId device) {
    try {
      SessionChallenge challenge = SessionChallenge.verify(signed, newest);
      if (!challenge.device().equals(device)) {
        throw refused();
      }
      return challenge;
    } catch (ProtocolException failure) {
      if (failure.error() == ProtocolError.MALFORMED) {
        throw ProtocolRefusals.of(failure);
      }
      throw refused();
    }
  }

  private void requireActive(Tx tx, Device device) {
    boolean suspended =
        directory.find(tx, device.network(), device.user()).map(Person::suspended).orElse(true);
    if (suspended) {
      throw new Refusal(
          Reason.REASON_SUSPENDED, "This account is suspended. Ask an administrator.");
    }
  }

  private Opened keep(Tx tx, Device device, byte[] nonce) {
    boolean gone = directory.device(tx, device.id()).map(Device::removed).orElse(true);
    if (gone) {
      throw refused();
    }
    requireActive(tx, device);
    long now = kernel.clock().millis();
    Duration life = Duration.ofSeconds(kernel.limits().of(AccountLimits.SESSION_SECONDS));
    Session session =
        new Session(device.network(), device.user(), device.id(), now + life.toMillis());
    Token token = Token.draw(kernel.random());
    if (!SessionStore.insert(tx, token.hash(), nonce, session, now)) {
      throw refused();
    }
    SessionStore.endOld(tx, device.network(), device.id(), now);
    directory.noteSeen(tx, device.network(), device.id());
    return new Opened(token.text(), session);
  }

  /// The session of a token; absent when it is unknown, over or ended.
  public Optional<Session> find(Hash32 token) {
    long now = kernel.clock().millis();
    Optional<Session> cached = cache.find(token, now);
    if (cached.isPresent()) {
      return cached;
    }
    long endings = cache.endings();
    Optional<Session> stored = kernel.db().read(tx -> SessionStore.find(tx, token, now));
    stored.ifPresent(session -> cache.put(token, session, now, endings));
    return stored;
  }

  /// Ends one session of a device.
  public void end(DeviceId device, Hash32 token) {
    kernel
        .db()
        .grouped(
            token.toArray(),
            tx -> {
              SessionStore.end(tx, token, kernel.clock().millis());
              kernel.events().publish(tx, new SessionEnded(device, token));
              return true;
            });
    cache.drop(token);
  }

  private void endRemoved(Tx tx, ListChanged change) {
    if (!change.removed().isEmpty()) {
      endAll(tx, change.network(), new HashSet<>(change.removed()));
    }
  }

  private void endSuspended(Tx tx, PersonSuspended change) {
    List<Device> devices = directory.devices(tx, change.network(), change.user());
    Set<DeviceId> ids = new HashSet<>();
    devices.forEach(device -> ids.add(device.id()));
    endAll(tx, change.network(), ids);
  }

  private void endAll(Tx tx, NetworkId network, Set<DeviceId> devices) {
    long now = kernel.clock().millis();
    devices.forEach(device -> SessionStore.endOf(tx, network, device, now));
    kernel.events().publish(tx, new SessionsEnded(network, Set.copyOf(devices)));
  }

  /// Deletes a bounded number of sessions that are over; says how many.
  public int sweep() {
    return kernel.db().tx(tx -> SessionStore.sweep(tx, kernel.clock().millis()));
  }

  private static Refusal refused() {
    return new Refusal(
        Reason.REASON_SIGN_IN_REFUSED, "This device cannot sign in. Sign in with the password.");
  }
}

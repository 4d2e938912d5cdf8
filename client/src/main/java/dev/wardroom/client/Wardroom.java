package dev.wardroom.client;

import dev.wardroom.client.accounts.Registering;
import dev.wardroom.client.accounts.SigningIn;
import dev.wardroom.client.connection.ServerApi;
import dev.wardroom.client.linking.NewDeviceLinking;
import dev.wardroom.client.session.Homes;
import dev.wardroom.client.view.Progress;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.RecoverySheet;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.text.InvitationLink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The way in: opens a home folder, or makes one by registering, signing in or linking.
///
/// A home folder (mode 0700) is one device of one person. Its store is encrypted with a random key
/// that is locked by a key file beside it (mode 0600, the default), by a password, or by a PIN.
public final class Wardroom {

  private Wardroom() {}

  /// True when the folder holds an account.
  public static boolean exists(Path home) {
    return java.nio.file.Files.exists(home.resolve("store.db"));
  }

  /// Opens a home. When another process owns it, the session hands its calls over to that process.
  ///
  /// @throws ClientException HOME when there is no account, LOCKED when the lock is not opened by
  ///   what was given
  public static Session open(Path home, Options options) {
    return Homes.open(home, options);
  }

  /// Uses an invitation: makes the account, its keys and this first device; the network's owner
  /// also makes the network key.
  public static Registered register(Path home, Registration registration, Options options) {
    InvitationLink link = link(registration.invitation());
    ServerApi api = Homes.api(link.origin(), options);
    RecoverySheet sheet =
        Homes.make(
            home,
            options,
            local -> Registering.begin(api, link).register(local, registration).sheet());
    Session session = open(home, options);
    return new Registered(session, printed(sheet, session, link.origin()));
  }

  private static InvitationLink link(String text) {
    try {
      return InvitationLink.parse(text.strip());
    } catch (ProtocolException e) {
      throw new ClientException(
          ClientException.Kind.USAGE, "this is not an invitation link: copy all of it", e);
    }
  }

  private static Accounts.RecoverySheet printed(
      RecoverySheet sheet, Session session, String origin) {
    return new Accounts.RecoverySheet(
        sheet.accountKey().map(AccountKey::toCode).orElse(""),
        sheet.recoveryKey().toCode(),
        sheet.toText(session.accounts().self().username(), origin));
  }

  /// A further device, by password and account key.
  public static Session login(Path home, SignIn signIn, Options options) {
    ServerApi api = Homes.api(signIn.serverUrl(), options);
    Homes.make(home, options, local -> new SigningIn(api, signIn).signIn(local));
    return open(home, options);
  }

  /// A further device, by a code: this new device shows it. Then [Linking#finish] waits for the old
  /// device.
  public static Linking offerLink(Path home, String serverUrl, String deviceName, Options options) {
    return NewDeviceLinking.offer(home, serverUrl, deviceName, options);
  }

  /// A further device, by the code that the old device shows.
  public static Linking acceptLink(Path home, String code, String deviceName, Options options) {
    return NewDeviceLinking.accept(home, code, deviceName, options);
  }

  /// What opens the local lock. Wiped by the caller.
  public sealed interface Lock {

    /// `key` in the home folder, mode 0600.
    record KeyFile() implements Lock {}

    /// A password or PIN, asked for at each opening.
    record Secret(char[] characters) implements Lock {

      @Override
      public boolean equals(Object other) {
        return other instanceof Secret secret && Arrays.equals(characters, secret.characters);
      }

      @Override
      public int hashCode() {
        return 0;
      }

      @Override
      public String toString() {
        return "Secret";
      }
    }
  }

  /// @param lock how the local store is locked
  /// @param caFile extra certificate authority in PEM, for servers with a certificate of their own
  /// @param patience how long to wait for the server in a single call
  /// @param clock this machine's; the server's time is learned from the server
  public record Options(Lock lock, Optional<Path> caFile, Duration patience, Clock clock) {

    /// With the system's clock.
    public Options(Lock lock, Optional<Path> caFile, Duration patience) {
      this(lock, caFile, patience, Clock.systemUTC());
    }

    /// Key file, the system's authorities, 20 seconds.
    public static Options standard() {
      return new Options(new Lock.KeyFile(), Optional.empty(), Duration.ofSeconds(20));
    }
  }

  /// @param invitation the link
  /// @param username must fit when the invitation names one; may then be empty
  /// @param name may be empty
  /// @param password wiped by the caller
  /// @param deviceName for example the machine's name
  public record Registration(
      String invitation, String username, String name, char[] password, String deviceName) {}

  /// @param accountKey the code of the recovery sheet
  public record SignIn(
      String serverUrl, String username, char[] password, String accountKey, String deviceName) {}

  /// @param sheet shown once: to be printed or written down
  public record Registered(Session session, Accounts.RecoverySheet sheet) {}

  /// A linking in progress, on the new device.
  public interface Linking extends AutoCloseable {

    /// The code to show, for the side that offers; absent for the side that accepted.
    Optional<String> code();

    /// 8 digits that both devices show, once the other side has answered.
    String awaitCheck(Duration patience);

    /// Waits for the old device's yes, then for history if it sends some.
    ///
    /// @throws ClientException REFUSED when the old device said no, TIMEOUT after `patience`
    Session finish(Duration patience, Progress progress);

    @Override
    void close();
  }
}

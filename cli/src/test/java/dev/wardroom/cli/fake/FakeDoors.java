package dev.wardroom.cli.fake;

import dev.wardroom.cli.commands.Doors;
import dev.wardroom.client.Accounts.RecoverySheet;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom.Linking;
import dev.wardroom.client.Wardroom.Options;
import dev.wardroom.client.Wardroom.Registered;
import dev.wardroom.client.Wardroom.Registration;
import dev.wardroom.client.Wardroom.SignIn;
import java.nio.file.Path;

/// Doors to one [FakeSession]; a home whose name contains `empty` has no account.
public final class FakeDoors implements Doors {
  public final FakeSession session = new FakeSession();

  @Override
  public boolean exists(Path home) {
    return !home.toString().contains("empty");
  }

  @Override
  public Session open(Path home, Options options) {
    if (!exists(home)) {
      throw new ClientException(
          Kind.HOME, "There is no account in " + home + ". Run 'wardroom register' or 'login'.");
    }
    return session;
  }

  @Override
  public Registered register(Path home, Registration registration, Options options) {
    session.talk.calls.add(
        "register "
            + registration.invitation()
            + " "
            + registration.username()
            + " "
            + new String(registration.password()));
    return new Registered(session, new RecoverySheet("AAAA-BBBB", "", "sheet"));
  }

  @Override
  public Session login(Path home, SignIn signIn, Options options) {
    session.talk.calls.add(
        "login "
            + signIn.serverUrl()
            + " "
            + signIn.username()
            + " "
            + new String(signIn.password())
            + " "
            + signIn.accountKey());
    return session;
  }

  @Override
  public Linking offerLink(Path home, String serverUrl, String deviceName, Options options) {
    return new FakeLinking(session);
  }

  @Override
  public Linking acceptLink(Path home, String code, String deviceName, Options options) {
    session.talk.calls.add("accept " + code);
    return new FakeLinking(session);
  }
}

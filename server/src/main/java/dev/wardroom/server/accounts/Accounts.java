package dev.wardroom.server.accounts;

import dev.wardroom.server.accounts.linking.LinkLimits;
import dev.wardroom.server.accounts.linking.LinkRoutes;
import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.accounts.secrets.Passwords;
import dev.wardroom.server.accounts.secrets.ServerSecrets;
import dev.wardroom.server.accounts.secrets.SignInGuard;
import dev.wardroom.server.accounts.sessions.HostNames;
import dev.wardroom.server.accounts.sessions.Sessions;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.directory.DeviceLists;
import dev.wardroom.server.directory.Directory;
import dev.wardroom.server.edge.Authenticator;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.edge.socket.LiveDevices;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.server.networks.Invitations;
import dev.wardroom.server.networks.Networks;
import dev.wardroom.server.networks.Statements;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The accounts room, wired. Its constructor reads the server's own keys from the store.
public final class Accounts {
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(5);
  private static final Duration SWEEP_LEASE = Duration.ofMinutes(30);

  /// What this room stands on.
  ///
  /// @param origin where clients reach the server, once it listens
  public record Ground(
      Kernel kernel,
      Audit audit,
      Networks networks,
      Invitations invitations,
      Statements statements,
      Directory directory,
      DeviceLists lists,
      Supplier<String> origin) {}

  private final Ground ground;
  private final SignInGuard guard;
  private final SignIn signIn;
  private final Sessions sessions;
  private final Enrolments enrolments;
  private final Registration registration;
  private final AccountRoutes routes;

  public Accounts(Ground ground) {
    this.ground = ground;
    Kernel kernel = ground.kernel();
    Directory directory = ground.directory();
    ServerSecrets secrets = ServerSecrets.open(kernel);
    Passwords passwords = new Passwords(kernel, secrets);
    guard = new SignInGuard(kernel, secrets);
    HostNames hosts = new HostNames(kernel.config().publicUrl(), ground.origin());
    sessions = new Sessions(kernel, directory, ground.lists(), secrets, hosts);
    enrolments = new Enrolments(kernel, ground.lists(), passwords);
    signIn = signIn(passwords);
    registration =
        new Registration(
            kernel,
            ground.invitations(),
            ground.statements(),
            directory,
            ground.lists(),
            passwords);
    routes =
        new AccountRoutes(
            new AccountRoutes.Parts(
                kernel,
                registration,
                signIn,
                enrolments,
                sessions,
                new Settings(kernel, ground.networks(), directory, passwords, guard, enrolments),
                new Envelopes(kernel, directory)));
  }

  private SignIn signIn(Passwords passwords) {
    return new SignIn(
        ground.kernel(),
        ground.networks(),
        ground.statements(),
        ground.directory(),
        ground.lists(),
        passwords,
        guard);
  }

  /// The movable limits of this room.
  public static List<Limit> limits() {
    return Stream.concat(AccountLimits.CONFIGURABLE.stream(), Stream.of(LinkLimits.NOTES)).toList();
  }

  /// Registers methods, commands, notices and sweepers.
  public void open(Routes methods, AdminCommands commands, LiveDevices live) {
    routes.register(methods);
    new LinkRoutes(ground.kernel()).register(methods);
    new AccountCommands(ground, signIn, enrolments).register(commands);
    Notices.listen(ground.kernel().events(), live);
    ground.kernel().workers().leased("account-sweep", SWEEP_EVERY, SWEEP_LEASE, this::sweep);
  }

  private boolean sweep() {
    int most = Math.max(sessions.sweep(), Math.max(enrolments.sweep(), guard.sweep()));
    return most >= AccountLimits.SWEEP_MAX;
  }

  Registration registration() {
    return registration;
  }

  SignIn signIn() {
    return signIn;
  }

  Sessions sessions() {
    return sessions;
  }

  Enrolments enrolments() {
    return enrolments;
  }

  /// Tells who holds a token.
  public Authenticator authenticator() {
    return new Gate(ground.kernel().rates(), sessions, enrolments);
  }
}

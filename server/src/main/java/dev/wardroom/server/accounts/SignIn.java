package dev.wardroom.server.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.FinishSignInResponse;
import dev.wardroom.schema.v1.PasswordParameters;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.accounts.secrets.Credential;
import dev.wardroom.server.accounts.secrets.CredentialStore;
import dev.wardroom.server.accounts.secrets.Passwords;
import dev.wardroom.server.accounts.secrets.SignInGuard;
import dev.wardroom.server.accounts.secrets.Token;
import dev.wardroom.server.directory.DeviceLists;
import dev.wardroom.server.directory.Directory;
import dev.wardroom.server.directory.Person;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.Names;
import dev.wardroom.server.networks.Networks;
import dev.wardroom.server.networks.Statements;
import dev.wardroom.wire.Hash32;
import java.util.Optional;

/// Proving a password, or an administrator's ticket, on a machine that has no device of the person
/// yet. A name that nobody has is answered, counted and worked for like any other.
final class SignIn {
  private static final String PURPOSE = "sign-in";

  /// A person and what proves them; both absent where there is nobody.
  private record Known(Optional<Person> person, Optional<Credential> credential) {}

  private final Kernel kernel;
  private final Networks networks;
  private final Statements statements;
  private final Directory directory;
  private final DeviceLists lists;
  private final Passwords passwords;
  private final SignInGuard guard;

  SignIn(
      Kernel kernel,
      Networks networks,
      Statements statements,
      Directory directory,
      DeviceLists lists,
      Passwords passwords,
      SignInGuard guard) {
    this.kernel = kernel;
    this.networks = networks;
    this.statements = statements;
    this.directory = directory;
    this.lists = lists;
    this.passwords = passwords;
    this.guard = guard;
  }

  PasswordParameters parameters(String username) {
    String folded = Names.typedUsername(username);
    return passwords.parameters(folded, kernel.db().read(tx -> known(tx, folded)).credential());
  }

  FinishSignInResponse byPassword(String username, ByteString loginSecret) {
    String folded = Names.typedUsername(username);
    byte[] subject = guard.subject(PURPOSE, folded);
    Known known = kernel.db().read(tx -> known(tx, folded));
    boolean right =
        guard.attempt(subject, () -> passwords.isRight(folded, known.credential(), loginSecret));
    count("password", right ? "right" : "wrong");
    if (!right) {
      throw refused();
    }
    Person person = known.person().orElseThrow(SignIn::refused);
    return kernel.db().tx(tx -> enrol(tx, person, false));
  }

  /// Uses the ticket up.
  FinishSignInResponse byTicket(String username, byte[] ticket) {
    String folded = Names.typedUsername(username);
    Hash32 hash = Token.ticketHash(ticket);
    return kernel
        .db()
        .tx(tx -> {
          Person person = directory.byUsername(tx, folded).orElseThrow(SignIn::refused);
          boolean good =
              EnrolmentStore.useTicket(
                  tx, person.network(), person.user(), hash, kernel.clock().millis());
          if (!good) {
            count("ticket", "wrong");
            throw refused();
          }
          count("ticket", "right");
          return enrol(tx, person, true);
        });
  }

  private void count(String way, String outcome) {
    kernel.metrics().counter("wardroom.signin", "way", way, "outcome", outcome).increment();
  }

  /// Forgets the failures of a name: an administrator unlocks it.
  void unlock(String username) {
    guard.clear(guard.subject(PURPOSE, Names.typedUsername(username)));
  }

  private Known known(Tx tx, String foldedName) {
    Optional<Person> person = directory.byUsername(tx, foldedName);
    return new Known(
        person, person.flatMap(each -> CredentialStore.find(tx, each.network(), each.user())));
  }

  private FinishSignInResponse enrol(Tx tx, Person person, boolean recovered) {
    if (person.suspended()) {
      throw new Refusal(
          Reason.REASON_SUSPENDED, "This account is suspended. Ask an administrator.");
    }
    Token token = Token.draw(kernel.random());
    EnrolmentStore.insert(
        tx,
        new Enrolment(token.hash(), person.network(), person.user(), recovered),
        kernel.clock().millis() + AccountLimits.ENROLMENT_LIFE.toMillis());
    FinishSignInResponse.Builder answer =
        FinishSignInResponse.newBuilder()
            .setEnrolmentToken(token.text())
            .setNetworkId(ByteString.copyFrom(person.network().toArray()))
            .setUserId(ByteString.copyFrom(person.user().toArray()))
            .setName(person.name())
            .addAllEnvelopes(CredentialStore.envelopes(tx, person.network(), person.user()))
            .setAccountKeyRequired(
                networks.find(tx, person.network()).policy().accountKeyRequired());
    lists
        .after(tx, person.network(), person.user(), 0, person.listVersion())
        .forEach(list -> answer.addDeviceListsSigned(ByteString.copyFrom(list)));
    statements
        .newest(tx, person.network())
        .ifPresent(statement -> answer.setStatementSigned(ByteString.copyFrom(statement)));
    return answer.build();
  }

  private static Refusal refused() {
    return new Refusal(
        Reason.REASON_SIGN_IN_REFUSED,
        "User name or password is wrong. Check both, then try again.");
  }
}

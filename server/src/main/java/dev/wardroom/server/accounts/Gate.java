package dev.wardroom.server.accounts;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.Token;
import dev.wardroom.server.accounts.sessions.Session;
import dev.wardroom.server.accounts.sessions.Sessions;
import dev.wardroom.server.edge.Authenticator;
import dev.wardroom.server.edge.Caller;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.Hash32;
import java.util.Optional;

/// Tells the edge who holds a token.
final class Gate implements Authenticator {
  private final Sessions sessions;
  private final Enrolments enrolments;

  Gate(Sessions sessions, Enrolments enrolments) {
    this.sessions = sessions;
    this.enrolments = enrolments;
  }

  @Override
  public Caller authenticate(String token) {
    Hash32 hash = Token.hashOf(token).orElseThrow(Gate::notSignedIn);
    Optional<Session> session = sessions.find(hash);
    if (session.isPresent()) {
      Session found = session.orElseThrow();
      return new Caller.SignedInDevice(
          found.network(), found.user(), found.device(), hash.bytes(), found.expiresAt());
    }
    Enrolment enrolment = enrolments.find(hash).orElseThrow(Gate::notSignedIn);
    return new Caller.Enrolling(enrolment.network(), enrolment.user(), hash.bytes());
  }

  private static Refusal notSignedIn() {
    return new Refusal(Reason.REASON_NOT_SIGNED_IN, "The sign-in is over. Sign in again.");
  }
}

package dev.wardroom.server.accounts;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.Token;
import dev.wardroom.server.accounts.sessions.Session;
import dev.wardroom.server.accounts.sessions.Sessions;
import dev.wardroom.server.edge.Authenticator;
import dev.wardroom.server.edge.Caller;
import dev.wardroom.server.kernel.RateLimiter;
import dev.wardroom.server.kernel.RateLimiter.Allowance;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.Hash32;
import java.time.Duration;
import java.util.Optional;

/// Tells the edge who holds a token.
final class Gate implements Authenticator {
  /// Wrong tokens of one address. A token that was looked up a moment ago is not looked up again
  /// and never waits behind others' wrong ones.
  private static final Allowance WRONG = new Allowance(60, 60);

  private static final String PURPOSE = "wrong-token";

  private final RateLimiter rates;
  private final Sessions sessions;
  private final Enrolments enrolments;

  Gate(RateLimiter rates, Sessions sessions, Enrolments enrolments) {
    this.rates = rates;
    this.sessions = sessions;
    this.enrolments = enrolments;
  }

  @Override
  public Caller authenticate(String token, String address) {
    Hash32 hash = Token.hashOf(token).orElseThrow(Gate::notSignedIn);
    Optional<Session> cached = sessions.cached(hash);
    if (cached.isPresent()) {
      return signedIn(hash, cached.orElseThrow());
    }
    Duration wait = rates.wait(PURPOSE, address, WRONG);
    if (!wait.isZero()) {
      throw new Refusal(
          Reason.REASON_TOO_MANY, wait, "Too many wrong sign-ins from this address. Wait.");
    }
    Optional<Session> session = sessions.find(hash);
    if (session.isPresent()) {
      return signedIn(hash, session.orElseThrow());
    }
    Optional<Enrolment> enrolment = enrolments.find(hash);
    if (enrolment.isEmpty()) {
      Duration _ = rates.tryTake(PURPOSE, address, WRONG);
      throw notSignedIn();
    }
    Enrolment found = enrolment.orElseThrow();
    return new Caller.Enrolling(found.network(), found.user(), hash.bytes());
  }

  private static Caller signedIn(Hash32 hash, Session found) {
    return new Caller.SignedInDevice(
        found.network(), found.user(), found.device(), hash.bytes(), found.expiresAt());
  }

  private static Refusal notSignedIn() {
    return new Refusal(Reason.REASON_NOT_SIGNED_IN, "The sign-in is over. Sign in again.");
  }
}

package dev.wardroom.server.edge;

/// Turns a bearer token into who holds it. Accounts implements it and app plugs it in.
public interface Authenticator {

  /// Who holds this token: [Caller.SignedInDevice] or [Caller.Enrolling]. Throws a refusal with
  /// `REASON_NOT_SIGNED_IN` when it is unknown or ended. Blocking; on a virtual thread.
  Caller authenticate(String token);
}

package dev.wardroom.server.edge;

/// Turns a bearer token into who holds it. Accounts implements it and app plugs it in.
public interface Authenticator {

  /// Who holds this token: [Caller.SignedInDevice] or [Caller.Enrolling]. Throws a refusal with
  /// `REASON_NOT_SIGNED_IN` when it is unknown or ended. Blocking; on a virtual thread.
  ///
  /// @param address who brings it, as in [Caller.Anonymous]: one that keeps bringing wrong tokens
  ///   is refused with `REASON_TOO_MANY` before they are looked up
  Caller authenticate(String token, String address);
}

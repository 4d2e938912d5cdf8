package dev.wardroom.server.accounts.secrets;

import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import java.util.Optional;

/// A random bearer token and the hash under which it is kept.
///
/// @param text base64url, given to the caller once
/// @param hash what the store and the cache know
public record Token(String text, Hash32 hash) {
  private static final String LABEL = "wardroom/1 token";
  private static final String TICKET_LABEL = "wardroom/1 recovery ticket";

  public static Token draw(RandomSource random) {
    Bytes secret = Bytes.wrap(random.bytes(AccountLimits.TOKEN_BYTES));
    return new Token(secret.toBase64Url(), Hash32.of(LABEL, secret));
  }

  /// The hash of a token that a caller shows; absent when it cannot be one.
  public static Optional<Hash32> hashOf(String text) {
    try {
      Bytes secret = Bytes.fromBase64Url(text);
      return secret.length() == AccountLimits.TOKEN_BYTES
          ? Optional.of(Hash32.of(LABEL, secret))
          : Optional.empty();
    } catch (ProtocolException notOurs) {
      return Optional.empty();
    }
  }

  public static Hash32 ticketHash(byte[] ticket) {
    return Hash32.of(TICKET_LABEL, ticket);
  }

  /// Prints nothing of the token.
  @Override
  public String toString() {
    return "Token";
  }
}

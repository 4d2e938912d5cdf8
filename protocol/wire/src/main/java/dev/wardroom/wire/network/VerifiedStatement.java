package dev.wardroom.wire.network;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.SignedBytes;
import java.util.List;

/// A network statement whose signature and place in the chain were checked; the newest one is the
/// pin (checks N-01 to N-06). Immutable.
public final class VerifiedStatement {
  private final NetworkStatement statement;
  private final SignedBytes signed;
  private final Hash32 hash;

  private VerifiedStatement(NetworkStatement statement, SignedBytes signed) {
    this.statement = statement;
    this.signed = signed;
    this.hash = Hash32.of(Labels.NETWORK_STATEMENT_HASH, signed.body());
  }

  /// Version 1, made at the owner's registration: signed by one of its own owner keys.
  public static VerifiedStatement first(byte[] signedStatement, NetworkId network)
      throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedStatement, WireLimits.STATEMENT_BYTES_MAX);
    NetworkStatement statement = NetworkStatement.decode(signed.body().unsafeArray());
    checkNetwork(statement, network);
    checkSignedByOne(signed, statement.ownerKeys());
    if (statement.version() != 1) {
      throw new ProtocolException(ProtocolError.STATEMENT_CHAIN_BROKEN, "the first version is 1");
    }
    return new VerifiedStatement(statement, signed);
  }

  /// The start of trust: the first statement that a member sees. It must name the owner key with
  /// the fingerprint that the invitation (or the envelope, or the linking device) gave, and *that*
  /// key must have signed it: a statement lists what it likes, so that a signature by any other key
  /// on its list proves nothing (check N-06). A statement after a change of keys is signed by a key
  /// of the one before: a member then starts at an older version.
  ///
  /// Throws WRONG_NETWORK; SIGNATURE_INVALID for another signer or a key that is not listed.
  public static VerifiedStatement anchor(
      byte[] signedStatement, NetworkId network, Hash32 fingerprint) throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedStatement, WireLimits.STATEMENT_BYTES_MAX);
    NetworkStatement statement = NetworkStatement.decode(signed.body().unsafeArray());
    checkNetwork(statement, network);
    List<P521PublicKey> pinned =
        statement.ownerKeys().stream()
            .filter(key -> NetworkStatement.fingerprint(key).equals(fingerprint))
            .toList();
    checkSignedByOne(signed, pinned);
    return new VerifiedStatement(statement, signed);
  }

  /// A statement that this program verified before and kept where nobody else writes. Needed
  /// because a statement after a change of keys is not signed by a key of its own.
  public static VerifiedStatement fromOwnStore(byte[] signedStatement) throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedStatement, WireLimits.STATEMENT_BYTES_MAX);
    return new VerifiedStatement(NetworkStatement.decode(signed.body().unsafeArray()), signed);
  }

  /// The version after this one; the same bytes again give this statement. Throws
  /// STATEMENT_ROLLBACK, STATEMENT_FORK, STATEMENT_CHAIN_BROKEN, SIGNATURE_INVALID, WRONG_NETWORK.
  public VerifiedStatement next(byte[] signedStatement) throws ProtocolException {
    SignedBytes received = SignedBytes.decode(signedStatement, WireLimits.STATEMENT_BYTES_MAX);
    NetworkStatement offered = NetworkStatement.decode(received.body().unsafeArray());
    checkNetwork(offered, statement.network());
    if (received.body().equals(signed.body())) {
      return this;
    }
    checkSignedByOne(received, statement.ownerKeys());
    if (offered.version() < statement.version()) {
      throw new ProtocolException(ProtocolError.STATEMENT_ROLLBACK, "a lower version");
    }
    if (offered.version() == statement.version()) {
      throw new ProtocolException(ProtocolError.STATEMENT_FORK, "a second one of this version");
    }
    if (offered.version() != statement.version() + 1
        || !offered.previous().equals(hash)
        || offered.issuedAt() < statement.issuedAt()) {
      throw new ProtocolException(ProtocolError.STATEMENT_CHAIN_BROKEN, "does not follow");
    }
    return new VerifiedStatement(offered, received);
  }

  public VerifiedStatement nextAll(List<byte[]> signedStatements) throws ProtocolException {
    VerifiedStatement newest = this;
    for (byte[] signedStatement : signedStatements) {
      newest = newest.next(signedStatement);
    }
    return newest;
  }

  private static void checkNetwork(NetworkStatement statement, NetworkId network)
      throws ProtocolException {
    if (!statement.network().equals(network)) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "network statement");
    }
  }

  private static void checkSignedByOne(SignedBytes signed, List<P521PublicKey> keys)
      throws ProtocolException {
    if (signed.signatures().size() != 1) {
      throw new ProtocolException(ProtocolError.MALFORMED, "one signature expected");
    }
    P521Signature signature = signed.signature();
    byte[] body = signed.body().unsafeArray();
    if (keys.stream().noneMatch(key -> key.verifies(signature, body))) {
      throw new ProtocolException(ProtocolError.SIGNATURE_INVALID, "no owner key's");
    }
  }

  public NetworkStatement statement() {
    return statement;
  }

  public Hash32 hash() {
    return hash;
  }

  /// As received, for storing and handing on.
  public SignedBytes signed() {
    return signed;
  }
}

package dev.wardroom.wire.network;

import static dev.wardroom.wire.Samples.ARCHIVE;
import static dev.wardroom.wire.Samples.DAY;
import static dev.wardroom.wire.Samples.NETWORK;
import static dev.wardroom.wire.Samples.NOW;
import static dev.wardroom.wire.Samples.OTHER_NETWORK;
import static dev.wardroom.wire.Samples.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifiedStatementTest {
  private final TestSigner owner = new TestSigner();
  private final TestSigner deputy = new TestSigner();
  private final RetentionRule rule =
      new RetentionRule(
          ARCHIVE, hash(5), RetentionRule.Scope.ALL, RetentionRule.BacklogPolicy.STOP_SENDING);

  private NetworkStatement statement(
      long version,
      Hash32 previous,
      List<P521PublicKey> owners,
      Optional<RetentionRule> retention) {
    return new NetworkStatement(
        NETWORK,
        version,
        previous,
        NOW,
        NOW + 90 * DAY,
        owners,
        retention,
        Suite.P521,
        List.of(hash(2), hash(1)));
  }

  private NetworkStatement firstStatement() {
    return statement(1, Hash32.ZERO, List.of(owner.publicKey()), Optional.empty());
  }

  private VerifiedStatement first() throws ProtocolException {
    return VerifiedStatement.first(owner.signed(firstStatement().encode()), NETWORK);
  }

  private NetworkStatement secondStatement() throws ProtocolException {
    return statement(
        2, first().hash(), List.of(owner.publicKey(), deputy.publicKey()), Optional.of(rule));
  }

  @Test
  void aStatementIsReadBackAsItWasWritten() throws ProtocolException {
    NetworkStatement written = secondStatement();

    assertThat(NetworkStatement.decode(written.encode())).isEqualTo(written);
    assertThat(written.hasOwner(NetworkStatement.fingerprint(deputy.publicKey()))).isTrue();
    assertThat(firstStatement().hasOwner(NetworkStatement.fingerprint(deputy.publicKey())))
        .isFalse();
  }

  @Test
  void anyOwnerKeySignsTheNextStatement() throws ProtocolException {
    VerifiedStatement second = first().next(owner.signed(secondStatement().encode()));
    NetworkStatement third =
        statement(3, second.hash(), List.of(deputy.publicKey()), Optional.empty());

    VerifiedStatement newest = second.next(deputy.signed(third.encode()));

    assertThat(newest.statement().version()).isEqualTo(3);
    assertThat(newest.next(newest.signed().encode())).isSameAs(newest);
    assertThat(VerifiedStatement.fromOwnStore(newest.signed().encode()).hash())
        .isEqualTo(newest.hash());
  }

  @Test
  void aKeyThatIsOnlyNamedInTheNewStatementCannotSignIt() throws ProtocolException {
    byte[] usurped = deputy.signed(secondStatement().encode());

    Refused.with(ProtocolError.SIGNATURE_INVALID, () -> first().next(usurped));
  }

  @Test
  void aMemberStartsAtAnyVersionThatTheNamedKeySigned() throws ProtocolException {
    Hash32 fingerprint = NetworkStatement.fingerprint(owner.publicKey());
    byte[] second = owner.signed(secondStatement().encode());

    assertThat(VerifiedStatement.anchor(second, NETWORK, fingerprint).statement().version())
        .isEqualTo(2);
    Refused.with(
        ProtocolError.WRONG_NETWORK,
        () -> VerifiedStatement.anchor(second, OTHER_NETWORK, fingerprint));
  }

  @Test
  void aListedKeyThatIsNotTheNamedOneCannotSignTheStart() throws ProtocolException {
    Hash32 fingerprint = NetworkStatement.fingerprint(owner.publicKey());
    byte[] usurped = deputy.signed(secondStatement().encode());
    byte[] unlisted =
        deputy.signed(
            statement(2, hash(9), List.of(deputy.publicKey()), Optional.of(rule)).encode());

    Refused.with(
        ProtocolError.SIGNATURE_INVALID,
        () -> VerifiedStatement.anchor(usurped, NETWORK, fingerprint));
    Refused.with(
        ProtocolError.SIGNATURE_INVALID,
        () -> VerifiedStatement.anchor(unlisted, NETWORK, fingerprint));
  }

  @Test
  void anotherNetworksStatementIsRefused() {
    byte[] signed = owner.signed(firstStatement().encode());

    Refused.with(ProtocolError.WRONG_NETWORK, () -> VerifiedStatement.first(signed, OTHER_NETWORK));
  }

  @Test
  void aRollbackIsRefused() throws ProtocolException {
    VerifiedStatement second = first().next(owner.signed(secondStatement().encode()));

    Refused.with(
        ProtocolError.STATEMENT_ROLLBACK,
        () -> second.next(owner.signed(firstStatement().encode())));
  }

  @Test
  void aSecondStatementOfOneVersionIsRefused() throws ProtocolException {
    VerifiedStatement second = first().next(owner.signed(secondStatement().encode()));
    NetworkStatement other =
        statement(2, first().hash(), List.of(owner.publicKey()), Optional.empty());

    Refused.with(ProtocolError.STATEMENT_FORK, () -> second.next(owner.signed(other.encode())));
  }

  @Test
  void aStatementThatDoesNotFollowIsRefused() throws ProtocolException {
    NetworkStatement unrelated =
        statement(2, hash(9), List.of(owner.publicKey()), Optional.empty());
    NetworkStatement tooHigh =
        statement(3, first().hash(), List.of(owner.publicKey()), Optional.empty());

    Refused.with(
        ProtocolError.STATEMENT_CHAIN_BROKEN, () -> first().next(owner.signed(unrelated.encode())));
    Refused.with(
        ProtocolError.STATEMENT_CHAIN_BROKEN, () -> first().next(owner.signed(tooHigh.encode())));
    Refused.with(
        ProtocolError.STATEMENT_CHAIN_BROKEN,
        () -> VerifiedStatement.first(owner.signed(secondStatement().encode()), NETWORK));
  }

  @Test
  void anExpiredStatementIsKnownAsSuch() {
    assertThat(firstStatement().isExpired(NOW + 90 * DAY)).isFalse();
    assertThat(firstStatement().isExpired(NOW + 90 * DAY + 1)).isTrue();
  }

  @Test
  void fourOwnerKeysAreTooMany() {
    List<P521PublicKey> four =
        List.of(
            owner.publicKey(),
            deputy.publicKey(),
            new TestSigner().publicKey(),
            new TestSigner().publicKey());

    assertThat(statement(1, Hash32.ZERO, four.subList(0, 3), Optional.empty()).ownerKeys())
        .hasSize(3);
    assertThatThrownBy(() -> statement(1, Hash32.ZERO, four, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.wardroom.server.networks;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.audit.Deed;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.List;
import java.util.Optional;

/// The signed statements of networks. The server checks each against the chain before it keeps it,
/// so that no client wastes time on a broken one; clients check again and trust only themselves.
public final class Statements {
  /// A network has a new statement; connected devices are told.
  public record StatementPublished(NetworkId network) implements Events.Event {}

  /// Versions of one network. A statement lives 90 days, so this is some 250 years of renewals.
  private static final int VERSIONS_MAX = 1_000;

  private final Kernel kernel;
  private final Audit audit;
  private final People people;

  public Statements(Kernel kernel, Audit audit, People people) {
    this.kernel = kernel;
    this.audit = audit;
    this.people = people;
  }

  /// Keeps the first statement of a network, in the transaction of the owner's registration.
  public void first(Tx tx, NetworkId network, byte[] signed) {
    VerifiedStatement statement;
    try {
      statement = VerifiedStatement.first(signed, network);
    } catch (ProtocolException refused) {
      throw ProtocolRefusals.of(refused);
    }
    checkTimes(statement);
    if (!StatementStore.insert(tx, network, 1, signed, kernel.clock().millis())) {
      throw new Refusal(Reason.REASON_CONFLICT, "This network has a first statement already.");
    }
  }

  /// Takes the next statement from an owner.
  void publish(NetworkId network, UserId user, byte[] signed) {
    kernel
        .db()
        .tx(tx -> {
          if (people.role(tx, network, user) != Role.OWNER) {
            throw new Refusal(Reason.REASON_FORBIDDEN, "Only owners sign statements.");
          }
          append(tx, network, user, signed);
          return true;
        });
  }

  /// The statement of this hash, its whole chain verified again; for entries that quote one.
  public Optional<VerifiedStatement> byHash(Tx tx, NetworkId network, Hash32 hash) {
    List<byte[]> chain = StatementStore.from(tx, network, 1, VERSIONS_MAX);
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    try {
      VerifiedStatement statement = VerifiedStatement.first(chain.getFirst(), network);
      for (byte[] next : chain.subList(1, chain.size())) {
        if (statement.hash().equals(hash)) {
          break;
        }
        statement = statement.next(next);
      }
      return statement.hash().equals(hash) ? Optional.of(statement) : Optional.empty();
    } catch (ProtocolException broken) {
      throw new Bug("a kept statement does not hold", broken);
    }
  }

  private void append(Tx tx, NetworkId network, UserId user, byte[] signed) {
    List<byte[]> chain = StatementStore.from(tx, network, 1, VERSIONS_MAX);
    if (chain.isEmpty() || chain.size() == VERSIONS_MAX) {
      throw new Refusal(Reason.REASON_FORBIDDEN, "This network takes no statement now.");
    }
    VerifiedStatement newest;
    VerifiedStatement next;
    try {
      newest =
          VerifiedStatement.first(chain.getFirst(), network)
              .nextAll(chain.subList(1, chain.size()));
      next = newest.next(signed);
    } catch (ProtocolException refused) {
      throw ProtocolRefusals.of(refused);
    }
    if (next.equals(newest)) {
      return;
    }
    checkTimes(next);
    long version = next.statement().version();
    if (!StatementStore.insert(tx, network, version, signed, kernel.clock().millis())) {
      throw new Refusal(Reason.REASON_CONFLICT, "Another statement came first: fetch it.");
    }
    audit.append(tx, network, Deed.by(user, "statement.publish", "", "version=" + version));
    kernel.events().publish(tx, new StatementPublished(network));
  }

  private void checkTimes(VerifiedStatement statement) {
    long now = kernel.clock().millis();
    if (statement.statement().issuedAt() > now + NetworkLimits.CLOCK_SLACK.toMillis()) {
      throw new Refusal(
          Reason.REASON_CLOCK, "The statement was issued in the future. Set the device's clock.");
    }
    if (statement.statement().isExpired(now)) {
      throw new Refusal(Reason.REASON_MALFORMED, "The statement is over. Sign a new one.");
    }
  }

  /// From a version on, oldest first.
  List<byte[]> from(NetworkId network, long version) {
    return kernel
        .db()
        .read(tx -> StatementStore.from(tx, network, version, NetworkLimits.STATEMENTS_PAGE_MAX));
  }

  /// The newest one, read from our own store; absent before the owner registered.
  public Optional<VerifiedStatement> newestVerified(Tx tx, NetworkId network) {
    return newest(tx, network)
        .map(signed -> {
          try {
            return VerifiedStatement.fromOwnStore(signed);
          } catch (ProtocolException broken) {
            throw new Bug("a kept statement cannot be read", broken);
          }
        });
  }

  /// The newest one; absent before the owner registered.
  public Optional<byte[]> newest(Tx tx, NetworkId network) {
    return StatementStore.newest(tx, network);
  }
}

package dev.wardroom.wire.log;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.Optional;

/// The network statements that one has verified, by hash. Retention begins and ends only on a
/// statement found here.
@FunctionalInterface
public interface Statements {
  Optional<VerifiedStatement> byHash(Hash32 hash);

  /// For conversations without retention.
  static Statements none() {
    return hash -> Optional.empty();
  }

  static Statements only(VerifiedStatement statement) {
    return hash -> statement.hash().equals(hash) ? Optional.of(statement) : Optional.empty();
  }
}

package dev.wardroom.core.vectors.own;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.log.VerifiedLogEntry;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// People's device lists, statements and log entries of a case, applied in order.
final class VectorLog {
  private final Map<UserId, List<VerifiedDeviceList>> lists = new HashMap<>();
  private final List<VerifiedStatement> statements = new ArrayList<>();
  private final List<ConversationState> states = new ArrayList<>();

  VectorLog(Fields input) throws ProtocolException {
    NetworkId network = ObjectOperations.network(input);
    for (Fields person : input.list("people")) {
      UserId user = UserId.fromWire(person.hex("user"));
      List<VerifiedDeviceList> versions = new ArrayList<>();
      for (byte[] signed : person.hexList("lists")) {
        versions.add(
            versions.isEmpty()
                ? VerifiedDeviceList.first(signed, network, user)
                : versions.getLast().next(signed));
      }
      lists.put(user, versions);
    }
    for (byte[] signed : input.hexList("statements")) {
      statements.add(
          statements.isEmpty()
              ? VerifiedStatement.first(signed, network)
              : statements.getLast().next(signed));
    }
    for (byte[] signed : input.hexList("entries")) {
      VerifiedLogEntry verified = verified(signed);
      Statements known = this::statement;
      states.add(
          states.isEmpty()
              ? ConversationState.first(verified, known)
              : states.getLast().apply(verified, known));
    }
  }

  private VerifiedLogEntry verified(byte[] signed) throws ProtocolException {
    LogEntry entry = VerifiedLogEntry.unverified(signed);
    VerifiedDeviceList list =
        versions(entry.actorUser()).stream()
            .filter(version -> version.hash().equals(entry.actorListHash()))
            .findFirst()
            .orElseThrow(() -> new ProtocolException(ProtocolError.LIST_UNKNOWN, "vector"));
    return VerifiedLogEntry.verify(signed, list);
  }

  private Optional<VerifiedStatement> statement(dev.wardroom.wire.Hash32 hash) {
    return statements.stream().filter(statement -> statement.hash().equals(hash)).findFirst();
  }

  List<VerifiedDeviceList> versions(UserId user) {
    return lists.getOrDefault(user, List.of());
  }

  List<ConversationState> states() {
    return states;
  }

  ConversationState newest() {
    return states.getLast();
  }
}

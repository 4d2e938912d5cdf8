package dev.wardroom.server.conversations;

import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.Actor;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.log.VerifiedLogEntry;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes signed entries as clients do, keeping the state of one conversation.
public final class TestLogs {
  private final TestPeople people;
  private final Clock clock;

  public TestLogs(TestPeople people, Clock clock) {
    this.people = people;
    this.clock = clock;
  }

  /// A signed first entry and the state after it.
  public record First(byte[] signed, ConversationState state) {
    public ConversationId id() {
      return state.id();
    }
  }

  public First first(ConversationKind kind, Person founder, Person... others) {
    return first(kind, founder, Arrays.asList(others));
  }

  public First first(ConversationKind kind, Person founder, List<Person> others) {
    List<Newcomer> members = new java.util.ArrayList<>(List.of(newcomer(founder)));
    others.forEach(other -> members.add(newcomer(other)));
    LogAction.Create create =
        new LogAction.Create(
            kind, Bytes.of(people.bytes(16)), members, Timers.NONE, Optional.empty());
    try {
      LogEntry entry =
          ConversationState.proposeFirst(
              people.network(),
              actor(founder, founder.device(0)),
              clock.millis(),
              create,
              Statements.none());
      byte[] signed = founder.device(0).sign(entry.encode());
      return new First(
          signed,
          ConversationState.first(
              VerifiedLogEntry.verify(signed, founder.list()), Statements.none()));
    } catch (ProtocolException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// The signed next entry of an actor's first device.
  public byte[] next(ConversationState state, Person actor, LogAction action) {
    return next(state, actor, actor.device(0), action);
  }

  public byte[] next(ConversationState state, Person actor, Device device, LogAction action) {
    try {
      LogEntry entry =
          state.propose(actor(actor, device), clock.millis(), action, people.statements());
      return device.sign(entry.encode());
    } catch (ProtocolException broken) {
      throw new IllegalStateException(broken);
    }
  }

  public ConversationState apply(ConversationState state, byte[] signed, Person actor) {
    try {
      return state.apply(VerifiedLogEntry.verify(signed, actor.list()), people.statements());
    } catch (ProtocolException broken) {
      throw new IllegalStateException(broken);
    }
  }

  public static Newcomer newcomer(Person person) {
    return new Newcomer(person.id(), person.list().rootKeyHash());
  }

  private static Actor actor(Person person, Device device) {
    return Actor.of(person.list(), device.id());
  }
}

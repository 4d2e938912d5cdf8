package dev.wardroom.server.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.RestoreMark;
import dev.wardroom.server.mailbox.TestWorld;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

final class ConversationsTest {
  private static void refused(Reason reason, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @EngineTest
  void twoPeopleHaveOneDirectConversationAlsoWhenBothCreateItAtOnce(Kernel kernel)
      throws Exception {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    List<Callable<AppendResult>> creations = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Person founder = i % 2 == 0 ? alice : bob;
      byte[] signed =
          world.logs.first(ConversationKind.DIRECT, founder, i % 2 == 0 ? bob : alice).signed();
      creations.add(
          () -> world.conversations.create(world.people.caller(founder.device(0)), signed));
    }
    List<AppendResult> results = all(creations);
    assertThat(results.stream().filter(AppendResult.Accepted.class::isInstance)).hasSize(1);
    Set<ConversationId> ids =
        results.stream().map(ConversationsTest::id).collect(Collectors.toSet());
    assertThat(ids).hasSize(1);
  }

  private static ConversationId id(AppendResult result) {
    return switch (result) {
      case AppendResult.Accepted(ConversationId id, long _, long _) -> id;
      case AppendResult.Existing(ConversationId id) -> id;
      case AppendResult.HeadMoved _ -> throw new AssertionError("moved");
    };
  }

  private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> each : threads.invokeAll(calls)) {
        results.add(each.get());
      }
    }
    return results;
  }

  @EngineTest
  void aFirstEntryIsNoNextOne(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.DIRECT, alice, bob);
    Caller caller = world.people.caller(alice.device(0));
    assertThat(world.conversations.create(caller, first.signed()))
        .isInstanceOf(AppendResult.Accepted.class);
    TestLogs.First again = world.logs.first(ConversationKind.DIRECT, alice, bob);
    refused(
        Reason.REASON_MALFORMED,
        () -> world.conversations.append(caller, again.id(), again.signed()));
    refused(
        Reason.REASON_MALFORMED,
        () -> world.conversations.append(caller, first.id(), first.signed()));
  }

  @EngineTest
  void notesToOneselfAreADirectConversationOfOne(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(2);
    ConversationId notes = world.create(ConversationKind.DIRECT, alice);
    assertThat(world.create(ConversationKind.DIRECT, alice)).isEqualTo(notes);
    assertThat(world.conversations.audience(world.people.caller(alice.device(1)), notes).devices())
        .isEqualTo(2);
  }

  @EngineTest
  void ofManyEntriesAtOneHeadExactlyOneIsTaken(Kernel kernel) throws Exception {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    world.conversations.create(world.people.caller(alice.device(0)), first.signed());
    List<Callable<AppendResult>> appends = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Person actor = i % 2 == 0 ? alice : bob;
      byte[] signed =
          world.logs.next(
              first.state(),
              actor,
              new LogAction.Add(List.of(TestLogs.newcomer(world.people.person(1)))));
      appends.add(() ->
          world.conversations.append(world.people.caller(actor.device(0)), first.id(), signed));
    }
    List<AppendResult> results = all(appends);
    assertThat(results.stream().filter(AppendResult.Accepted.class::isInstance)).hasSize(1);
    assertThat(results.stream().filter(AppendResult.HeadMoved.class::isInstance)).hasSize(7);
    assertThat(world.conversations.log(world.people.caller(bob.device(0)), first.id(), 1, 10))
        .hasSize(2);
  }

  @EngineTest
  void oneEntryAddsFiveHundredAndTheStateIsKeptForThem(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.ROOM, alice);
    Caller caller = world.people.caller(alice.device(0));
    world.conversations.create(caller, first.signed());
    List<Person> many = new ArrayList<>();
    for (int i = 0; i < 499; i++) {
      many.add(world.people.person(1));
    }
    List<Newcomer> newcomers = many.stream().map(TestLogs::newcomer).toList();
    byte[] signed = world.logs.next(first.state(), alice, new LogAction.Add(newcomers));
    assertThat(world.conversations.append(caller, first.id(), signed))
        .isInstanceOf(AppendResult.Accepted.class);
    ConversationState after = world.logs.apply(first.state(), signed, alice);
    Caller late = world.people.caller(many.get(123).device(0));
    assertThat(world.conversations.state(late, first.id(), 2)).isEqualTo(after.encode());
    Audience audience = world.conversations.audience(late, first.id());
    assertThat(audience.devices()).isEqualTo(500);
    assertThat(audience.slots().cardinality()).isEqualTo(500);
    assertThat(audience.slots().length()).isEqualTo(500);
  }

  @EngineTest
  void moreThanTwoThousandDevicesAreNotLetIn(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.ROOM, alice);
    Caller caller = world.people.caller(alice.device(0));
    world.conversations.create(caller, first.signed());
    List<Newcomer> newcomers = new ArrayList<>();
    for (int i = 0; i < 125; i++) {
      newcomers.add(TestLogs.newcomer(world.people.person(16)));
    }
    byte[] signed = world.logs.next(first.state(), alice, new LogAction.Add(newcomers));
    refused(
        Reason.REASON_LIMIT_REACHED, () -> world.conversations.append(caller, first.id(), signed));
    assertThat(world.conversations.audience(caller, first.id()).devices())
        .as("nothing of the refused entry is left")
        .isEqualTo(1);
  }

  @EngineTest
  void aRemovedMemberReadsItsOwnRemovalAndNothingLater(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    Caller caller = world.people.caller(alice.device(0));
    world.conversations.create(caller, first.signed());
    byte[] removal = world.logs.next(first.state(), alice, new LogAction.Remove(List.of(bob.id())));
    world.conversations.append(caller, first.id(), removal);
    ConversationState after = world.logs.apply(first.state(), removal, alice);
    Person carol = world.people.person(1);
    world.conversations.append(
        caller,
        first.id(),
        world.logs.next(after, alice, new LogAction.Add(List.of(TestLogs.newcomer(carol)))));
    assertThat(world.waiting(bob.device(0))).hasSize(2);
    assertThat(world.waiting(bob.device(0)).getLast().getNumber()).isEqualTo(2);
    assertThat(world.waiting(carol.device(0))).hasSize(1);
    assertThat(world.waiting(carol.device(0)).getFirst().getNumber()).isEqualTo(3);
    refused(
        Reason.REASON_NOT_FOUND,
        () -> world.conversations.audience(world.people.caller(bob.device(0)), first.id()));
  }

  @EngineTest
  void anEntryOfAnotherDeviceOrAnOldListOrAWrongClockIsRefused(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(2);
    Person bob = world.people.person(1);
    byte[] signed = world.logs.first(ConversationKind.GROUP, alice, bob).signed();
    refused(
        Reason.REASON_FORBIDDEN,
        () -> world.conversations.create(world.people.caller(alice.device(1)), signed));
    clock.advance(Duration.ofMinutes(6));
    refused(
        Reason.REASON_CLOCK,
        () -> world.conversations.create(world.people.caller(alice.device(0)), signed));
    byte[] old = world.logs.first(ConversationKind.GROUP, alice, bob).signed();
    alice.add();
    world.listChanged(alice);
    clock.advance(Duration.ofSeconds(31));
    refused(
        Reason.REASON_CONFLICT,
        () -> world.conversations.create(world.people.caller(alice.device(0)), old));
  }

  @EngineTest
  void aForgedSignatureIsNotAuthentic(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    byte[] signed = world.logs.first(ConversationKind.GROUP, alice).signed();
    signed[signed.length - 1] ^= 1;
    refused(
        Reason.REASON_NOT_AUTHENTIC,
        () -> world.conversations.create(world.people.caller(alice.device(0)), signed));
  }

  @EngineTest
  void aUserWhomNobodyKnowsOrWithAnotherRootKeyIsNotAdded(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice);
    Caller caller = world.people.caller(alice.device(0));
    world.conversations.create(caller, first.signed());
    for (Newcomer wrong :
        List.of(
            new Newcomer(bob.id(), Hash32.of("another", new byte[1])),
            new Newcomer(UserId.of(world.people.bytes(16)), bob.list().rootKeyHash()))) {
      byte[] signed = world.logs.next(first.state(), alice, new LogAction.Add(List.of(wrong)));
      refused(Reason.REASON_CONFLICT, () -> world.conversations.append(caller, first.id(), signed));
    }
  }

  @EngineTest
  void aMemberOfARoomWhoIsNoModeratorAddsNobody(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    TestLogs.First room = world.logs.first(ConversationKind.ROOM, alice, bob);
    world.conversations.create(world.people.caller(alice.device(0)), room.signed());
    LogEntry add =
        new LogEntry(
            world.people.network(),
            room.id(),
            2,
            room.state().head().hash(),
            bob.id(),
            bob.device(0).id(),
            bob.list().hash(),
            kernel.clock().millis(),
            new LogAction.Add(List.of(TestLogs.newcomer(world.people.person(1)))),
            Hash32.of("any", new byte[1]));
    byte[] signed = bob.device(0).sign(add.encode());
    refused(
        Reason.REASON_FORBIDDEN,
        () -> world.conversations.append(world.people.caller(bob.device(0)), room.id(), signed));
  }

  @EngineTest
  void slotsStayWithTheirDevicesAndRestAfterRemoval(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(3);
    ConversationId notes = world.create(ConversationKind.DIRECT, alice);
    Caller caller = world.people.caller(alice.device(0));
    Device second = alice.device(1);
    int slot = slotOf(world, caller, notes, second);
    alice.remove(second);
    world.listChanged(alice, second.id());
    Device fresh = alice.add();
    world.listChanged(alice);
    assertThat(slotOf(world, caller, notes, fresh)).isNotEqualTo(slot);
    alice.devices().forEach(device -> world.acknowledge(device, notes, 1));
    clock.advance(Duration.ofHours(3));
    kernel.workers().runOnce("mailbox-clear");
    Device later = alice.add();
    world.listChanged(alice);
    assertThat(slotOf(world, caller, notes, later)).isEqualTo(slot);
  }

  private static int slotOf(TestWorld world, Caller caller, ConversationId id, Device device) {
    return world.conversations.audience(caller, id).place(device.id()).orElseThrow().slot();
  }

  @EngineTest
  void entriesThatTheServerLostAreTakenBackInOrder(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    Person carol = world.people.person(1);
    byte[] second =
        world.logs.next(first.state(), alice, new LogAction.Add(List.of(TestLogs.newcomer(carol))));
    clock.advance(Duration.ofDays(1));
    restore(kernel);
    Caller caller = world.people.caller(bob.device(0));
    assertThat(world.conversations.offer(caller, first.id(), List.of(first.signed(), second)))
        .isEqualTo(2);
    assertThat(world.conversations.offer(caller, first.id(), List.of(first.signed(), second)))
        .as("a second offer changes nothing")
        .isEqualTo(2);
    assertThat(world.waiting(carol.device(0))).hasSize(1);
  }

  /// Marks the store as filled from a backup just now.
  private static void restore(Kernel kernel) {
    long now = kernel.clock().millis();
    kernel.db().run(tx -> tx.jdbi().execute(RestoreMark.INSERT, now));
  }

  @EngineTest
  void noEntryIsTakenBackByAServerThatLostNone(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    Caller caller = world.people.caller(bob.device(0));
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    clock.advance(Duration.ofDays(1));
    refused(
        Reason.REASON_FORBIDDEN,
        () -> world.conversations.offer(caller, first.id(), List.of(first.signed())));
    restore(kernel);
    clock.advance(Duration.ofMillis(ConversationLimits.OFFER_MILLIS_MAX + 1));
    refused(
        Reason.REASON_FORBIDDEN,
        () -> world.conversations.offer(caller, first.id(), List.of(first.signed())));
  }

  @EngineTest
  void anEntryThatIsNewerThanTheRestoreIsNotTakenBack(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    restore(kernel);
    clock.advance(Duration.ofSeconds(1));
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    Caller caller = world.people.caller(bob.device(0));
    refused(
        Reason.REASON_FORBIDDEN,
        () -> world.conversations.offer(caller, first.id(), List.of(first.signed())));
  }

  @EngineTest
  void anEntryOfADeviceThatWasRemovedByThenIsNotTakenBack(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(2);
    Person bob = world.people.person(1);
    Caller caller = world.people.caller(bob.device(0));
    TestLogs.First before = world.logs.first(ConversationKind.GROUP, alice, bob);
    clock.advance(Duration.ofHours(1));
    Device thief = alice.device(0);
    TestLogs.First after = world.logs.first(ConversationKind.GROUP, alice, bob);
    alice.remove(thief);
    clock.advance(Duration.ofHours(1));
    restore(kernel);
    refused(
        Reason.REASON_NOT_AUTHENTIC,
        () -> world.conversations.offer(caller, after.id(), List.of(after.signed())));
    assertThat(world.conversations.offer(caller, before.id(), List.of(before.signed())))
        .as("made while the device was still in the list")
        .isEqualTo(1);
  }

  @EngineTest
  void anEntryIsTakenBackFromAMemberOnly(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    Person stranger = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    clock.advance(Duration.ofHours(1));
    restore(kernel);
    Caller caller = world.people.caller(stranger.device(0));
    refused(
        Reason.REASON_NOT_FOUND,
        () -> world.conversations.offer(caller, first.id(), List.of(first.signed())));
  }

  @EngineTest
  void whoIsAddedIsLockedSoThatNoNewDeviceIsMissed(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    Person carol = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    Caller caller = world.people.caller(alice.device(0));
    world.conversations.create(caller, first.signed());
    world.conversations.append(
        caller,
        first.id(),
        world.logs.next(
            first.state(), alice, new LogAction.Add(List.of(TestLogs.newcomer(carol)))));
    assertThat(world.people.locked()).contains(bob.id(), carol.id());
  }

  @EngineTest
  void aRefusedEntryIsAnOutcomeAndDoesNotUndoTheSharedCommit(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person stranger = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice);
    Caller founder = world.people.caller(alice.device(0));
    Caller caller = world.people.caller(stranger.device(0));
    world.conversations.create(founder, first.signed());
    byte[] signed =
        world.logs.next(
            first.state(), alice, new LogAction.Add(List.of(TestLogs.newcomer(stranger))));
    EntryLog log =
        new EntryLog(
            new ConversationStore(),
            world.people,
            new Membership(new ReaderStore(), world.people),
            kernel.events());
    EntryLog.Outcome outcome =
        kernel
            .db()
            .tx(tx ->
                log.append(
                    tx,
                    caller,
                    caller.name(first.id()),
                    log.verified(tx, caller, signed),
                    EntryLog.Origin.FRESH,
                    kernel.clock().millis()));
    assertThat(outcome).isInstanceOf(EntryLog.Outcome.Refused.class);
  }

  @EngineTest
  void aFullConversationDoesNotStopAListThatRemovesADevice(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(2);
    TestLogs.First room = world.logs.first(ConversationKind.ROOM, alice);
    Caller caller = world.people.caller(alice.device(0));
    world.conversations.create(caller, room.signed());
    UserId others = UserId.of(new byte[16]);
    ReaderStore readers = new ReaderStore();
    kernel
        .db()
        .run(tx -> {
          for (int slot = 2; slot < ConversationLimits.DEVICES_MAX; slot++) {
            DeviceId device = DeviceId.of(world.people.bytes(16));
            readers.open(
                tx, caller.name(room.id()), new Audience.Place(device, others, slot, false), 1);
          }
        });
    Device stolen = alice.device(1);
    alice.remove(stolen);
    Device one = alice.add();
    Device two = alice.add();
    world.listChanged(alice, stolen.id());
    long placed =
        kernel
            .db()
            .read(tx ->
                readers.readers(tx, caller.name(room.id())).stream()
                    .filter(reader -> reader.until() == Long.MAX_VALUE)
                    .filter(reader ->
                        reader.device().equals(one.id()) || reader.device().equals(two.id()))
                    .count());
    assertThat(placed).as("there was room for one").isEqualTo(1);
    assertThat(
            kernel
                .db()
                .<Long>read(tx ->
                    readers.reader(tx, caller.name(room.id()), stolen.id()).orElseThrow().until()))
        .isZero();
  }

  @EngineTest
  void aDeletedConversationIsGoneForAllAndThePairMayBeginAnew(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    TestLogs.First room = world.logs.first(ConversationKind.ROOM, alice, bob);
    Caller caller = world.people.caller(alice.device(0));
    world.conversations.create(caller, room.signed());
    world.conversations.append(
        caller, room.id(), world.logs.next(room.state(), alice, new LogAction.Delete()));
    refused(Reason.REASON_NOT_FOUND, () -> world.conversations.audience(caller, room.id()));
    assertThat(world.waiting(bob.device(0)))
        .as("the deletion itself is still delivered")
        .hasSize(2);
  }
}

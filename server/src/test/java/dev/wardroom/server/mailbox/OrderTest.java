package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.AppendResult;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// Many senders, repeats, entries and list changes at once: one gapless order, nothing lost,
/// nothing doubled.
final class OrderTest {
  private static final int SENDERS = 8;
  private static final int MESSAGES_EACH = 20;

  @EngineTest
  void manySendersWithRepeatsGetOneGaplessOrder(Kernel kernel) throws Exception {
    TestWorld world = new TestWorld(kernel);
    world.people.setPlenty(false);
    Person reader = world.people.person(1);
    List<Person> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(world.people.person(1));
    }
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, reader, senders);
    world.conversations.create(world.people.caller(reader.device(0)), first.signed());
    List<Callable<Map<MessageId, Long>>> work = new ArrayList<>();
    for (Person sender : senders) {
      work.add(() -> sendAll(world, sender.device(0), first));
    }
    work.add(() -> disturb(world, reader, first));
    Map<MessageId, Long> accepted = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Map<MessageId, Long>> each : threads.invokeAll(work)) {
        accepted.putAll(each.get());
      }
    }
    assertThat(accepted).hasSize(SENDERS * MESSAGES_EACH);
    List<Item> items = world.waiting(reader.device(0));
    assertThat(items.stream().map(Item::getNumber))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, items.size()).boxed().toList());
    assertThat(items.stream().filter(Item::hasMessage)).hasSize(SENDERS * MESSAGES_EACH);
    assertThat(new HashMap<>(accepted).values()).doesNotHaveDuplicates();
  }

  /// Sends in sequence and repeats some, as a client with a bad network does.
  private static Map<MessageId, Long> sendAll(TestWorld world, Device sender, TestLogs.First log) {
    Random random = new Random(sender.id().hashCode());
    Map<MessageId, Long> accepted = new HashMap<>();
    for (int sequence = 1; sequence <= MESSAGES_EACH; sequence++) {
      // Claimed after the audience was looked at, so that the lease is for all of it.
      TestMail.Draft draft = world.mail.draft(sender, log.id());
      draft.sequence(sequence).lease(world.lease(sender, log.id())).payloadBytes(272);
      long number = until(world, sender, log, draft, sequence);
      accepted.put(draft.id(), number);
      if (random.nextInt(3) == 0) {
        SendResult again = world.send(sender, draft.build());
        assertThat(again)
            .isInstanceOfSatisfying(
                SendResult.Accepted.class, same -> assertThat(same.number()).isEqualTo(number));
      }
    }
    return accepted;
  }

  private static long until(
      TestWorld world, Device sender, TestLogs.First log, TestMail.Draft draft, int sequence) {
    SendRequest request = draft.build();
    for (int attempt = 0; attempt < 50; attempt++) {
      SendResult result = world.send(sender, request);
      if (result instanceof SendResult.Accepted accepted) {
        return accepted.number();
      }
      assertThat(result).isInstanceOf(SendResult.AudienceChanged.class);
      TestMail.Draft again = world.mail.draft(sender, log.id()).id(draft.id());
      again.sequence(sequence).lease(world.lease(sender, log.id())).payloadBytes(272);
      request = again.build();
    }
    throw new AssertionError("never accepted");
  }

  /// Entries and new device lists in between.
  private static Map<MessageId, Long> disturb(TestWorld world, Person member, TestLogs.First log) {
    ConversationState state = log.state();
    for (int i = 0; i < 6; i++) {
      Person newcomer = world.people.person(1);
      byte[] signed =
          world.logs.next(state, member, new LogAction.Add(List.of(TestLogs.newcomer(newcomer))));
      AppendResult result =
          world.conversations.append(world.people.caller(member.device(0)), log.id(), signed);
      assertThat(result).isInstanceOf(AppendResult.Accepted.class);
      state = world.logs.apply(state, signed, member);
      newcomer.add();
      world.listChanged(newcomer);
    }
    return Map.of();
  }
}

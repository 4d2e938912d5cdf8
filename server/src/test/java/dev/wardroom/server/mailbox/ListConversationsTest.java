package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.conversations.ConversationLimits;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.conversations.ConversationsRoutes.Counter;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.ConversationKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A device that starts asks for all its conversations, with its own counters: in pages, in a few
/// queries each.
final class ListConversationsTest {
  private static final int CONVERSATIONS = 7;
  private static final int PAGE = 3;

  @EngineTest
  void pagesGiveEachConversationOnceWithTheDevicesOwnCounter(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    world.people.setPlenty(false);
    Person alice = world.people.person(2);
    Device sender = alice.device(0);
    Map<ConversationId, SendRequest> last = new HashMap<>();
    Map<ConversationId, Long> sent = new HashMap<>();
    for (int i = 0; i < CONVERSATIONS; i++) {
      ConversationId id = world.create(ConversationKind.GROUP, alice, world.people.person(1));
      sent.put(id, (long) i);
      for (int sequence = 1; sequence <= i; sequence++) {
        TestMail.Draft draft = world.mail.draft(sender, id).sequence(sequence);
        SendRequest request = draft.lease(world.lease(sender, id)).build();
        assertThat(world.send(sender, request)).isInstanceOf(SendResult.Accepted.class);
        last.put(id, request);
        if (sequence == 2) {
          // From here on a part is in the checkpoint, and a part in the items.
          clock.advance(Duration.ofHours(2));
          kernel.workers().runOnce("mailbox-round");
        }
      }
    }
    // A conversation without alice, between the others.
    world.create(ConversationKind.GROUP, world.people.person(1), world.people.person(1));
    assertPages(world, world.people.caller(sender), last, sent);
    Map<ConversationId, Long> none = new HashMap<>();
    sent.keySet().forEach(id -> none.put(id, 0L));
    assertPages(world, world.people.caller(alice.device(1)), Map.of(), none);
  }

  private static void assertPages(
      TestWorld world,
      Caller caller,
      Map<ConversationId, SendRequest> last,
      Map<ConversationId, Long> sent) {
    List<ConversationId> seen = new ArrayList<>();
    byte[] after = new byte[0];
    List<Conversations.Summary> page = world.conversations.list(caller, after, PAGE);
    while (!page.isEmpty()) {
      byte[] until = page.getLast().conversation().toArray();
      Map<ConversationId, Counter> counters = world.mailbox.counters(caller, after, until);
      for (Conversations.Summary summary : page) {
        ConversationId id = summary.conversation();
        seen.add(id);
        assertThat(summary.row().headNumber())
            .isGreaterThanOrEqualTo(1 + sent.getOrDefault(id, 0L));
        Counter counter = counters.getOrDefault(id, new Counter(0, new byte[0]));
        assertThat(counter.sequence()).isEqualTo(sent.getOrDefault(id, 0L));
        byte[] digest = last.containsKey(id) ? last.get(id).getDigest().toByteArray() : new byte[0];
        assertThat(counter.lastDigest()).isEqualTo(digest);
      }
      after = until;
      page = world.conversations.list(caller, after, PAGE);
    }
    assertThat(seen).hasSize(CONVERSATIONS).doesNotHaveDuplicates();
    assertThat(seen).isSorted();
    assertThat(world.conversations.list(caller, new byte[0], 0)).as("at least one").hasSize(1);
    assertThat(
            world.conversations.list(
                caller, new byte[0], ConversationLimits.SUMMARIES_PER_CALL_MAX + 1))
        .hasSize(CONVERSATIONS);
  }
}

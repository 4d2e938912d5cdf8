package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.ConversationKind;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A send at a limit is taken, one past it is refused with the reason.
final class SendLimitsTest {
  private static final Sql JUMP = Sql.of("update conversation set head_number = :number");

  private static final class Pair {
    private final TestWorld world;
    private final Device sender;
    private final ConversationId conversation;

    private Pair(Kernel kernel) {
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      Person alice = world.people.person(1);
      sender = alice.device(0);
      conversation = world.create(ConversationKind.DIRECT, alice, world.people.person(2));
    }

    private TestMail.Draft draft(long sequence) {
      TestMail.Draft draft = world.mail.draft(sender, conversation).sequence(sequence);
      return draft.lease(world.lease(sender, conversation));
    }

    private Refusal refusal(SendRequest request) {
      Refusal[] seen = new Refusal[1];
      assertThatThrownBy(() -> world.send(sender, request))
          .isInstanceOfSatisfying(Refusal.class, refused -> seen[0] = refused);
      return seen[0];
    }
  }

  @EngineTest
  void aHundredThousandItemsMayWaitForTheDeviceThatIsFurthestBehind(Kernel kernel) {
    Pair pair = new Pair(kernel);
    long most = MailboxLimits.WAITING_PER_CONVERSATION_MAX;
    // The first entry waits at position 1; with the head here one more place is free.
    kernel.db().run(tx -> assertThat(tx.with(JUMP).set("number", most - 1).update()).isEqualTo(1));
    assertThat(pair.world.send(pair.sender, pair.draft(1).build()))
        .isInstanceOfSatisfying(
            SendResult.Accepted.class, last -> assertThat(last.number()).isEqualTo(most));
    Refusal full = pair.refusal(pair.draft(2).build());
    assertThat(full.reason()).isEqualTo(Reason.REASON_LIMIT_REACHED);
    assertThat(full.retryAfter()).isEqualTo(Duration.ofMinutes(10));
  }

  @EngineTest
  void aMessageLivesForAYearAtMost(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest longer = pair.draft(1).ttlSeconds(MailboxLimits.TTL_SECONDS_MAX + 1).build();
    assertThat(pair.refusal(longer).reason()).isEqualTo(Reason.REASON_LIMIT_REACHED);
    SendRequest longest = pair.draft(1).ttlSeconds(MailboxLimits.TTL_SECONDS_MAX).build();
    assertThat(pair.world.send(pair.sender, longest)).isInstanceOf(SendResult.Accepted.class);
  }

  @EngineTest
  void exchangesThatAreNotPackedAsSpecifiedAreRefused(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest good = pair.draft(1).build();
    byte[] packed = good.getExchanges().toByteArray();
    assertThat(packed).hasSize(2 * Exchanges.BYTES);
    byte[] swapped = new byte[packed.length];
    System.arraycopy(packed, Exchanges.BYTES, swapped, 0, Exchanges.BYTES);
    System.arraycopy(packed, 0, swapped, Exchanges.BYTES, Exchanges.BYTES);
    byte[] doubled = packed.clone();
    System.arraycopy(packed, 0, doubled, Exchanges.BYTES, Exchanges.BYTES);
    assertMalformed(pair, good, java.util.Arrays.copyOf(packed, packed.length - 1));
    assertMalformed(pair, good, java.util.Arrays.copyOf(packed, packed.length + 1));
    assertMalformed(pair, good, swapped);
    assertMalformed(pair, good, doubled);
    assertMalformed(pair, good, withSlot(packed, Exchanges.SLOT_MAX - 1));
    assertMalformed(pair, good, withSlot(packed, Exchanges.SLOT_MAX));
    byte[] otherLease = packed.clone();
    otherLease[2] = 1;
    assertMalformed(pair, good, otherLease);
    assertMalformed(pair, good, new byte[0]);
    assertThat(pair.world.send(pair.sender, good)).isInstanceOf(SendResult.Accepted.class);
  }

  private static byte[] withSlot(byte[] packed, int slot) {
    byte[] changed = packed.clone();
    ByteBuffer.wrap(changed).putShort(Exchanges.BYTES, (short) slot);
    return changed;
  }

  private static void assertMalformed(Pair pair, SendRequest good, byte[] exchanges) {
    SendRequest bad = good.toBuilder().setExchanges(ByteString.copyFrom(exchanges)).build();
    assertThat(pair.refusal(bad).reason()).isEqualTo(Reason.REASON_MALFORMED);
  }

  @EngineTest
  void aLeaseThatIsNamedTwiceIsRefused(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest good = pair.draft(1).build();
    SendRequest twice = good.toBuilder().addLeaseIds(good.getLeaseIds(0)).build();
    assertThat(pair.refusal(twice).reason()).isEqualTo(Reason.REASON_MALFORMED);
  }

  @EngineTest
  void aHeaderThatCannotBeReadIsRefused(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest good = pair.draft(1).build();
    ByteString header = good.getHeader();
    SendRequest cut = good.toBuilder().setHeader(header.substring(0, header.size() - 1)).build();
    assertThat(pair.refusal(cut).reason()).isEqualTo(Reason.REASON_MALFORMED);
  }

  @EngineTest
  void theLastSixtyFourMessagesAreRememberedForRepeats(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest first = pair.draft(1).build();
    SendRequest second = pair.draft(2).build();
    assertThat(pair.world.send(pair.sender, first)).isInstanceOf(SendResult.Accepted.class);
    assertThat(pair.world.send(pair.sender, second)).isInstanceOf(SendResult.Accepted.class);
    for (int i = 3; i <= MailboxLimits.REMEMBERED + 1; i++) {
      assertThat(pair.world.send(pair.sender, pair.draft(i).build()))
          .isInstanceOf(SendResult.Accepted.class);
    }
    assertThat(pair.world.send(pair.sender, second)).isInstanceOf(SendResult.Accepted.class);
    assertThat(pair.world.send(pair.sender, first)).isInstanceOf(SendResult.SequenceMismatch.class);
  }
}

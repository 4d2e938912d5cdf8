package dev.wardroom.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.message.SenderTrail.Seen;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SenderTrailTest {
  private static Hash32 hash(long number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) (number >>> 8);
    bytes[1] = (byte) number;
    bytes[2] = 1;
    return new Hash32(Bytes.wrap(bytes));
  }

  private static Seen message(long sequence) {
    return new Seen(sequence, sequence == 1 ? Hash32.ZERO : hash(sequence - 1), hash(sequence));
  }

  @Test
  void messagesInOrderSayNothing() {
    SenderTrail trail = SenderTrail.NONE;
    for (long i = 1; i <= 200; i++) {
      SenderTrail.Step step = trail.accept(message(i));
      assertThat(step.notices()).isEmpty();
      trail = step.trail();
    }
    assertThat(trail.highest()).isEqualTo(200);
    assertThat(trail.recent()).hasSize(64);
  }

  @Test
  void whoJoinsLaterStartsWhereTheSenderIs() {
    assertThat(SenderTrail.NONE.accept(message(77)).notices()).isEmpty();
  }

  @Test
  void aWithheldMessageIsAGapUntilItComes() {
    SenderTrail trail = SenderTrail.NONE.accept(message(1)).trail();
    SenderTrail.Step gap = trail.accept(message(3));

    assertThat(gap.notices()).containsExactly(MessageNotice.SEQUENCE_GAP);
    assertThat(gap.trail().missing()).containsExactly(2L);
    SenderTrail.Step filled = gap.trail().accept(message(2));
    assertThat(filled.notices()).isEmpty();
    assertThat(filled.trail().missing()).isEmpty();
  }

  @Test
  void anExpiredMessageIsNoGap() {
    SenderTrail trail = SenderTrail.NONE.accept(message(1)).trail().gone(2);

    assertThat(trail.accept(message(3)).notices()).isEmpty();
    assertThat(SenderTrail.NONE.accept(message(1)).trail().gone(3).missing()).containsExactly(2L);
  }

  @Test
  void twoMessagesInOnePlaceRaiseTheCloneAlarm() {
    SenderTrail trail = SenderTrail.NONE.accept(message(1)).trail().accept(message(2)).trail();

    assertThat(trail.accept(new Seen(2, hash(1), hash(99))).notices())
        .containsExactly(MessageNotice.CLONE_ALARM);
  }

  @Test
  void twoMessagesWithOnePredecessorRaiseTheCloneAlarm() {
    SenderTrail trail = SenderTrail.NONE.accept(message(1)).trail().accept(message(2)).trail();

    assertThat(trail.accept(new Seen(3, hash(1), hash(3))).notices())
        .containsExactly(MessageNotice.CLONE_ALARM);
  }

  @Test
  void aChainThatDoesNotFollowRaisesTheCloneAlarm() {
    SenderTrail trail = SenderTrail.NONE.accept(message(1)).trail();

    assertThat(trail.accept(new Seen(2, hash(50), hash(2))).notices())
        .containsExactly(MessageNotice.CLONE_ALARM);
  }

  @Test
  void anyOrderOfArrivalEndsWithoutAGapOrAlarm() {
    for (int seed = 0; seed < 50; seed++) {
      List<Long> order = new ArrayList<>();
      for (long i = 1; i <= 20; i++) {
        order.add(i);
      }
      Collections.shuffle(order.subList(1, 20), new Random(seed));
      SenderTrail trail = SenderTrail.NONE;
      for (long sequence : order) {
        SenderTrail.Step step = trail.accept(message(sequence));
        assertThat(step.notices()).as("seed %d", seed).doesNotContain(MessageNotice.CLONE_ALARM);
        trail = step.trail();
      }
      assertThat(trail.missing()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void aTrailIsStoredAndReadBack() throws ProtocolException {
    SenderTrail trail = SenderTrail.NONE.accept(message(1)).trail().accept(message(9)).trail();

    assertThat(SenderTrail.decode(trail.encode())).isEqualTo(trail);
  }
}

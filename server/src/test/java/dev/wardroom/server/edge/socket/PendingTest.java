package dev.wardroom.server.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.server.edge.EdgeLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PendingTest {
  private final Pending pending = new Pending();
  private int counted;

  private boolean add(ServerFrame frame, int size) {
    counted += size;
    return pending.add(frame, size);
  }

  private static ServerFrame item(long number, boolean caughtUp) {
    return ServerFrame.newBuilder()
        .setItems(
            Items.newBuilder().addItems(Item.newBuilder().setNumber(number)).setCaughtUp(caughtUp))
        .build();
  }

  private static ServerFrame notice() {
    return ServerFrame.newBuilder().setNotice(Notice.getDefaultInstance()).build();
  }

  private static List<Long> numbers(Pending.Outgoing outgoing) {
    return outgoing.frame().getItems().getItemsList().stream().map(Item::getNumber).toList();
  }

  @Test
  void onlyTheFirstOfAGatheringAsksTheEventLoop() {
    assertThat(add(item(1, true), 10)).isTrue();
    assertThat(add(item(2, true), 10)).isFalse();
    assertThat(pending.take()).hasSize(1);
    assertThat(add(item(3, true), 10)).isTrue();
  }

  @Test
  void itemsBecomeOneFrameInOrderAndOtherFramesKeepTheirPlace() {
    add(item(1, false), 10);
    add(item(2, false), 11);
    add(notice(), 5);
    add(item(3, false), 12);
    add(item(4, true), 13);
    add(notice(), 6);
    List<Pending.Outgoing> taken = pending.take();
    assertThat(taken).hasSize(4);
    assertThat(numbers(taken.get(0))).containsExactly(1L, 2L);
    assertThat(taken.get(1).frame().hasNotice()).isTrue();
    assertThat(numbers(taken.get(2))).containsExactly(3L, 4L);
    assertThat(taken.get(2).frame().getItems().getCaughtUp()).isTrue();
    assertThat(taken.get(3).frame().hasNotice()).isTrue();
    assertThat(taken.stream().mapToInt(Pending.Outgoing::counted).sum()).isEqualTo(counted);
  }

  @Test
  void aFrameIsNotFilledBeyondItsBound() {
    int large = EdgeLimits.QUEUE_BYTES_MAX / 4;
    add(item(1, true), large);
    add(item(2, true), 10);
    add(item(3, true), 10);
    List<Pending.Outgoing> taken = pending.take();
    assertThat(taken).hasSize(2);
    assertThat(numbers(taken.get(1))).containsExactly(2L, 3L);
    assertThat(taken.stream().mapToInt(Pending.Outgoing::counted).sum()).isEqualTo(counted);
  }
}

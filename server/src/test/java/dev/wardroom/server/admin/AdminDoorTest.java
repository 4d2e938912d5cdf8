package dev.wardroom.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdminDoorTest {
  @Test
  void aFailedAcceptDoesNotCloseTheDoor() throws IOException {
    List<SocketChannel> admitted = new ArrayList<>();
    int[] calls = new int[1];
    try (SocketChannel peer = SocketChannel.open()) {
      AdminDoor.acceptAll(
          () -> true,
          () ->
              switch (++calls[0]) {
                case 1, 3 -> throw new IOException("Too many open files");
                case 2, 4 -> peer;
                default -> throw new ClosedChannelException();
              },
          admitted::add);
      assertThat(admitted).containsExactly(peer, peer);
    }
  }
}

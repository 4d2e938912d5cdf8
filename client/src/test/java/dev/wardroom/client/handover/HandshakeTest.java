package dev.wardroom.client.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandshakeTest {

  private static final byte[] PROOF = new byte[32];
  private static final byte[] OTHER = filled(1);

  @TempDir Path folder;
  private ServerSocketChannel door;
  private SocketChannel caller;
  private SocketChannel owner;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    door = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
    caller = SocketChannel.open(address);
    owner = door.accept();
  }

  @AfterEach
  void close() throws IOException {
    threads.shutdownNow();
    caller.close();
    owner.close();
    door.close();
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private byte[][] both(byte[] callersProof, byte[] ownersProof) throws Exception {
    Future<byte[]> expected =
        threads.submit(() -> new Handshake(ownersProof).answer(new Frames(owner)));
    byte[] shown = new Handshake(callersProof).call(new Frames(caller));
    return new byte[][] {shown, expected.get()};
  }

  @Test
  void bothSidesOfOneHomeAgreeAnewEachTime() throws Exception {
    byte[][] first = both(PROOF, PROOF);
    assertThat(first[0]).isEqualTo(first[1]);
    byte[][] second = both(PROOF, PROOF);
    assertThat(second[0]).isEqualTo(second[1]).isNotEqualTo(first[0]);
  }

  @Test
  void aProgramThatTookTheSocketsPlaceIsToldNothing() {
    assertThatThrownBy(() -> both(PROOF, OTHER))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.LOCKED));
  }

  @Test
  void whatTheOwnerSaidIsNotWhatACallerMustSay() throws Exception {
    Frames frames = new Frames(caller);
    Future<byte[]> expected = threads.submit(() -> new Handshake(PROOF).answer(new Frames(owner)));
    frames.write(filled(7));
    byte[] answer = frames.read();
    assertThat(Arrays.copyOfRange(answer, 32, 64)).isNotEqualTo(expected.get());
  }
}

package dev.wardroom.client.linking;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.store.Vault;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// What the other device of a linking sends once its notes are opened, and what people paste: no
/// bytes lead to anything but a value or the refusal that people are told.
class LinkingFuzz {
  private static final long NOW = 1_800_000_000_000L;
  private static final Vault VAULT = new Vault(new byte[32]);

  static Stream<byte[]> codes() {
    return Stream.of("wardroom-link:AAAA@https://chat.example.org", "@", "wardroom-link:@", "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("codes")
  @FuzzTest
  void linkText(byte[] input) {
    try {
      LinkText text = LinkText.parse(new String(input, StandardCharsets.UTF_8), NOW);
      text.code().secret().close();
    } catch (ClientException refused) {
      requireRefusal(refused);
    }
  }

  static Stream<byte[]> messages() {
    return Stream.of(
            "{\"deviceName\":\"desk\"}",
            "{\"refused\":true}",
            "{\"refused\":false,\"network\":\"00\",\"user\":\"00\",\"username\":\"a\","
                + "\"name\":\"A\",\"listHash\":\"AA==\",\"statement\":\"\","
                + "\"networkFingerprint\":\"AA==\"}",
            "{\"device\":\"00\",\"publicKey\":\"AA==\",\"batches\":[\"AA==\"]}",
            "{\"lists\":[\"AA==\",null],\"accountKey\":\"\",\"history\":true}",
            "{\"lists\":[\"AA==\"],\"accountKey\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"history\":true}",
            "{\"file\":\"\",\"key\":\"AA==\",\"messages\":1}",
            "null",
            "[]")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("messages")
  @FuzzTest
  void linkMessage(byte[] input) {
    List<Class<? extends Record>> types =
        List.of(
            LinkTalk.Hello.class,
            LinkTalk.Welcome.class,
            LinkTalk.Request.class,
            LinkTalk.Added.class,
            LinkTalk.History.class);
    for (Class<? extends Record> type : types) {
      try {
        Record ignored = LinkTalk.parsed(input, type);
      } catch (ClientException refused) {
        requireRefusal(refused);
      }
    }
  }

  static Stream<byte[]> notes() {
    return Stream.of(new byte[0], new byte[] {0}, new byte[] {1, '{', '}'}, new byte[] {2});
  }

  @MethodSource("notes")
  @FuzzTest
  void linkNote(byte[] input) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try {
      boolean last = LinkTalk.add(input, message);
      if (input[0] != (last ? 1 : 0) || message.size() != input.length - 1) {
        throw new AssertionError("a part was changed");
      }
    } catch (ClientException refused) {
      requireRefusal(refused);
    }
  }

  static Stream<byte[]> records() {
    CanonicalWriter writer = new CanonicalWriter().u64(1).u64(2).u64(3).bool(true);
    return Stream.of(writer.variable(new byte[40]).toArray(), new byte[0]);
  }

  /// A record of a history file: what was sealed under the right key.
  @MethodSource("records")
  @FuzzTest
  void historyRecord(byte[] input) throws IOException {
    byte[] row = ByteBuffer.allocate(Long.BYTES).putLong(7).array();
    byte[] sealed = VAULT.seal("history", row, input);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(sealed.length);
    out.write(sealed);
    try {
      Optional<HistoryRecords.Entry> read = read(file.toByteArray());
      byte[] again = written(read.orElseThrow());
      byte[] plain = VAULT.open("history", row, Arrays.copyOfRange(again, 4, again.length));
      if (!Arrays.equals(plain, input)) {
        throw new AssertionError("a record has two forms");
      }
    } catch (ProtocolException refused) {
      // The one refusal that reading has.
    }
  }

  private static Optional<HistoryRecords.Entry> read(byte[] file) throws ProtocolException {
    try {
      return HistoryRecords.read(new DataInputStream(new ByteArrayInputStream(file)), VAULT, 7);
    } catch (IOException tooLong) {
      throw new UncheckedIOException(tooLong);
    }
  }

  private static byte[] written(HistoryRecords.Entry record) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    HistoryRecords.write(new DataOutputStream(file), VAULT, 7, record);
    return file.toByteArray();
  }

  private static void requireRefusal(ClientException refused) {
    if (refused.kind() == ClientException.Kind.BUG) {
      throw new AssertionError("a bug, not a refusal", refused);
    }
  }
}

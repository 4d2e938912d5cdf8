package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.e2e.hostile.Cut;
import dev.wardroom.e2e.hostile.Tampering;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.LeaseKind;
import dev.wardroom.schema.v1.MessageItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody captures what the server keeps, and later copies the receiving device's whole home with
/// the key that opens it.
final class ForwardSecrecyTest {
  private static final Duration LEASE_OVER = Duration.ofMinutes(75);

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private LiveServer server;
  private LivePeople people;
  private Session ann;
  private Session ben;
  private ConversationRef direct;
  private int copies;

  @BeforeEach
  void twoPeopleWhoKnowEachOther() {
    server = LiveServer.start(LiveServer.Place.in(folder.resolve("server"), clock));
    people = new LivePeople(folder.resolve("homes"), server, clock);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    ann.stayConnected();
    direct = ann.conversations().direct("ben").conversation();
    MessageView first = LivePeople.say(ann, direct, "so that both know the conversation");
    ben.catchUp(LivePeople.PATIENCE);
    LivePeople.seen(ben, first.message());
    ben.close();
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  @Test
  void nothingInTheHomeOpensAMessageThatWasReadAndDeleted() throws Exception {
    MessageView said = LivePeople.say(ann, direct, "for one reading");
    MessageItem captured = capture(said.message());
    assertThat(captured.getLeaseRecord().isEmpty()).isFalse();
    assertServerHolds(captured);
    KeySearch.Found before = openedBefore(captured, "for one reading");

    ben = people.reopen("ben");
    ben.catchUp(LivePeople.PATIENCE);
    assertThat(LivePeople.seen(ben, said.message()).text()).isEqualTo("for one reading");
    List<byte[]> kept;
    try (CopiedHome read = copy()) {
      KeySearch search = new KeySearch(read);
      assertThat(search.prekeyCount()).as("other prekeys are still there").isGreaterThan(50);
      assertThat(search.byPrekeys(captured)).as("the prekey went with its message").isEmpty();
      assertThat(search.byAnyBytes(captured))
          .as("history keeps the message's own key as long as it keeps the message")
          .isPresent();
      assertThat(read.holds(before.sealedPrekey())).as("the prekey in a freed page").isFalse();
      kept = sealedColumns(read, said.message());
      assertThat(kept).hasSize(2).allSatisfy(bytes -> assertThat(read.holds(bytes)).isTrue());
    }

    ben.messages().delete(said.message());
    assertClosed(captured, before, kept);
  }

  @Test
  void nothingInTheHomeOpensAMessageThatBurntAfterReading() throws Exception {
    MessageView said = LivePeople.say(ann, direct, Draft.text("for a second").withBurn(1));
    MessageItem captured = capture(said.message());
    KeySearch.Found before = openedBefore(captured, "for a second");
    ben = people.reopen("ben");
    ben.catchUp(LivePeople.PATIENCE);
    LivePeople.seen(ben, said.message());
    List<byte[]> kept;
    try (CopiedHome read = copy()) {
      kept = sealedColumns(read, said.message());
    }
    ben.messages().markRead(said.message());
    LivePeople.await(() -> ben.messages().search("for a second", Optional.empty(), 5).isEmpty());
    assertClosed(captured, before, kept);
  }

  @Test
  void nothingInTheHomeOpensAMessageOfALeaseThatIsOver() throws Exception {
    AtomicReference<LeaseKind> kind = new AtomicReference<>(LeaseKind.LEASE_KIND_ONE_MESSAGE);
    try (Tampering.Rule _ =
        people
            .way("ann")
            .rules()
            .answer(
                Rpcs.CLAIM,
                claim -> {
                  kind.set(claim.getKind());
                  return claim;
                })) {
      for (int i = 0; kind.get() != LeaseKind.LEASE_KIND_HOUR; i++) {
        assertThat(i).as("claims until half of the pool is gone").isLessThan(100);
        LivePeople.say(ann, direct, "number " + i);
      }
    }
    MessageView said = LivePeople.say(ann, direct, "within an hour's lease");
    MessageItem captured = capture(said.message());
    KeySearch.Found before = openedBefore(captured, "within an hour's lease");
    ben = people.reopen("ben");
    ben.catchUp(LivePeople.PATIENCE);
    LivePeople.seen(ben, said.message());
    List<byte[]> kept;
    try (CopiedHome read = copy()) {
      kept = sealedColumns(read, said.message());
      assertThat(new KeySearch(read).byPrekeys(captured))
          .as("the lease is open: the next message needs its prekey")
          .isPresent();
    }
    ben.messages().delete(said.message());
    ben.close();
    clock.move(LEASE_OVER);
    ben = people.reopen("ben");
    ben.catchUp(LivePeople.PATIENCE);
    assertClosed(captured, before, kept);
  }

  /// Looks at what waits for Ben on its way and lets nothing of it pass.
  private MessageItem capture(MessageRef message) {
    AtomicReference<MessageItem> captured = new AtomicReference<>();
    AtomicReference<com.google.protobuf.ByteString> record =
        new AtomicReference<>(com.google.protobuf.ByteString.EMPTY);
    try (Tampering.Rule _ =
        people
            .way("ben")
            .rules()
            .items(item -> {
              note(item, message, captured, record);
              if (captured.get() != null) {
                throw new Cut();
              }
              return List.of();
            })) {
      Session impatient = people.reopen("ben");
      impatient.stayConnected();
      LivePeople.await(captured::get);
      impatient.close();
    }
    MessageItem item = java.util.Objects.requireNonNull(captured.get());
    return item.getLeaseRecord().isEmpty()
        ? item.toBuilder().setLeaseRecord(record.get()).build()
        : item;
  }

  /// The record of a lease comes with its first message.
  private static void note(
      Item item,
      MessageRef wanted,
      AtomicReference<MessageItem> captured,
      AtomicReference<com.google.protobuf.ByteString> record) {
    if (!item.hasMessage()) {
      return;
    }
    if (!item.getMessage().getLeaseRecord().isEmpty()) {
      record.set(item.getMessage().getLeaseRecord());
    }
    String id =
        java.util.HexFormat.of().formatHex(item.getMessage().getHeader().toByteArray(), 2, 18);
    if (id.equals(wanted.text())) {
      captured.set(item.getMessage());
    }
  }

  private void assertServerHolds(MessageItem captured) throws IOException {
    for (byte[] part :
        List.of(captured.getPayload().toByteArray(), captured.getSealed().toByteArray())) {
      boolean there = false;
      try (Stream<Path> tree = Files.walk(server.data())) {
        for (Path file : tree.filter(Files::isRegularFile).toList()) {
          there |= CopiedHome.stands(Files.readAllBytes(file), part);
        }
      }
      assertThat(there).as("the server's store holds what was captured").isTrue();
    }
  }

  /// Before it was read the home opens it: so this search can find.
  private KeySearch.Found openedBefore(MessageItem captured, String text) throws Exception {
    try (CopiedHome unread = copy()) {
      KeySearch.Found found = new KeySearch(unread).byPrekeys(captured).orElseThrow();
      assertThat(Content.parseFrom(found.content()).getText().getMarkdown()).isEqualTo(text);
      assertThat(unread.holds(found.sealedPrekey())).isTrue();
      return found;
    }
  }

  private void assertClosed(MessageItem captured, KeySearch.Found before, List<byte[]> kept)
      throws Exception {
    // While the engine runs, and after it has ended.
    for (boolean running : List.of(true, false)) {
      if (!running) {
        ben.close();
      }
      try (CopiedHome gone = copy()) {
        KeySearch search = new KeySearch(gone);
        assertThat(search.byPrekeys(captured)).isEmpty();
        assertThat(search.byAnyBytes(captured)).isEmpty();
        assertThat(gone.holds(before.key())).as("the key in the clear").isFalse();
        assertThat(gone.holds(before.sealedPrekey()))
            .as("the prekey, running: " + running)
            .isFalse();
        for (byte[] column : kept) {
          assertThat(gone.holds(column)).as("a deleted row, running: " + running).isFalse();
        }
      }
    }
  }

  /// Content and key of a message as they lie in the store.
  private static List<byte[]> sealedColumns(CopiedHome home, MessageRef message) {
    byte[] id = java.util.HexFormat.of().parseHex(message.text());
    return home.local()
        .db()
        .tx(tx ->
            tx
                .list(
                    "select content, secret from message where message_id = ?",
                    row -> List.of(row.bytes("content"), row.bytes("secret")),
                    (Object) id)
                .stream()
                .flatMap(List::stream)
                .toList());
  }

  private CopiedHome copy() throws IOException {
    return CopiedHome.of(people.home("ben"), folder.resolve("copy-" + copies++));
  }
}

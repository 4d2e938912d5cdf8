package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.schema.v1.AppendEntryRequest;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.Actor;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.log.Timers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Log entries from a server that colludes with a device, or shows two histories. Ben's items are
/// handed to him by the test; Ann's devices sign what the test wants.
class HostileLogTest {

  private static final long MINUTE = 60_000;

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;
  private HandFed laptop;
  private HandFed phone;
  private HandFed fed;
  private ConversationId group;

  @BeforeEach
  void aGroup() throws ProtocolException {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    Session annPhone = people.secondDevice("ann");
    group =
        ConversationId.parse(
            ann.conversations().createGroup("Plans", List.of("ben")).conversation().text());
    annPhone.catchUp(People.PATIENCE);
    laptop = new HandFed(ann);
    phone = new HandFed(annPhone);
    fed = new HandFed(ben);
    fed.takeAll();
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private Conversation bens() {
    return fed.engine().log().find(group).orElseThrow();
  }

  private List<MessageView> entries() {
    return ben
        .messages()
        .history(new ConversationRef(group.toString()), Optional.empty(), 100)
        .stream()
        .filter(message -> message.kind() == MessageKind.MEMBERSHIP)
        .toList();
  }

  /// "Messages live for a minute", by a device of Ann's, from the state that Ben holds.
  private LogEntry timers(HandFed by, VerifiedDeviceList list, long time, int seconds)
      throws ProtocolException {
    ConversationState state = bens().state();
    return state.propose(
        Actor.of(list, by.engine().me().device()),
        time,
        new LogAction.SetTimers(new Timers(seconds, 0)),
        Statements.none());
  }

  private static byte[] signed(HandFed by, LogEntry entry) {
    return by.engine().identity().key().sign(entry).encode();
  }

  private Item item(byte[] signed) {
    return Item.newBuilder()
        .setConversationId(ByteString.copyFrom(group.toArray()))
        .setNumber(fed.position(group) + 1)
        .setAcceptedAt(now())
        .setEntrySigned(ByteString.copyFrom(signed))
        .build();
  }

  private long now() {
    return fed.engine().api().server().clock().millis();
  }

  private static VerifiedDeviceList list(Engine engine) {
    return engine.lists().known(engine.me().user()).orElseThrow();
  }

  private VerifiedDeviceList removePhone() {
    VerifiedDeviceList before = list(phone.engine());
    DeviceView gone =
        ann.devices().list().stream()
            .filter(each -> each.name().equals("ann's phone"))
            .findFirst()
            .orElseThrow();
    ann.devices().remove(gone.device(), new char[0]);
    return before;
  }

  @Test
  void whatARemovedDeviceSignsAfterwardsIsRefused() throws ProtocolException {
    VerifiedDeviceList before = removePhone();
    LogEntry later = timers(phone, before, now() + 2 * MINUTE, 60);

    fed.take(item(signed(phone, later)));

    assertThat(bens().state().timers()).isEqualTo(Timers.NONE);
    assertThat(entries()).hasSize(1);
    assertThat(fed.count("quarantine")).isEqualTo(1);
  }

  @Test
  void anEntryThatShouldHaveComeBeforeWhatIsHeldIsRefusedWhateverItsTime()
      throws ProtocolException {
    laptop.send(
        group,
        laptop.engine().outbox().newId(),
        HandFed.text("after"),
        dev.wardroom.wire.message.MessageScope.conversation());
    fed.takeAll();
    long earlier = now() - MINUTE;
    VerifiedDeviceList before = removePhone();
    fed.engine()
        .local()
        .db()
        .write(
            tx -> tx.update("update message set sent_at = ? where kind = 0", now() + 2 * MINUTE));

    fed.take(item(signed(phone, timers(phone, before, earlier, 60))));

    assertThat(bens().state().timers()).isEqualTo(Timers.NONE);
  }

  @Test
  void whatADeviceSignedBeforeItWasRemovedIsTakenAndShownAsLate() throws ProtocolException {
    LogEntry earlier = timers(phone, list(phone.engine()), now(), 60);
    removePhone();

    fed.take(item(signed(phone, earlier)));

    assertThat(bens().state().timers()).isEqualTo(new Timers(60, 0));
    assertThat(entries().getLast().warnings())
        .extracting(WarningView::kind)
        .containsExactly(WarningView.Kind.LATE);
  }

  @Test
  void anEntryWhosePredecessorsNeverComeIsNotShown() throws ProtocolException {
    LogEntry next = timers(laptop, list(laptop.engine()), now(), 60);
    LogEntry far =
        new LogEntry(
            next.network(),
            group,
            next.number() + 5,
            next.previous(),
            next.actorUser(),
            next.actorDevice(),
            next.actorListHash(),
            next.time(),
            next.action(),
            next.stateHash());

    fed.take(item(signed(laptop, far)));

    assertThat(entries()).hasSize(1);
    assertThat(fed.quarantined()).containsExactly("HEAD_UNKNOWN");
  }

  @Test
  void anEntryBeforeANewcomersStartIsNotShown() throws ProtocolException {
    Session cara = people.invited(ann, "cara");
    ann.conversations().add(new ConversationRef(group.toString()), List.of("cara"));
    HandFed newcomer = new HandFed(cara);
    newcomer.takeAll();
    Conversation hers = newcomer.engine().log().find(group).orElseThrow();
    assertThat(hers.startEntry()).isEqualTo(2);
    long shown = newcomer.count("message where kind = 10");
    LogEntry next = timers(laptop, list(laptop.engine()), now(), 60);
    LogEntry invented =
        new LogEntry(
            next.network(),
            group,
            3,
            next.previous(),
            next.actorUser(),
            next.actorDevice(),
            next.actorListHash(),
            next.time(),
            next.action(),
            next.stateHash());
    newcomer
        .engine()
        .local()
        .db()
        .write(tx -> tx.update("update conversation set start_entry = 4, head_number = 4"));

    newcomer.take(
        item(signed(laptop, invented)).toBuilder().setNumber(newcomer.position(group) + 1).build());

    assertThat(newcomer.count("message where kind = 10")).isEqualTo(shown);
    assertThat(newcomer.count("conversation where forked = 1")).isZero();
  }

  @Test
  void afterASecondHistoryNothingIsAppliedAndBothHeadsAreKept() throws ProtocolException {
    VerifiedDeviceList list = list(laptop.engine());
    byte[] one = signed(laptop, timers(laptop, list, now(), 60));
    byte[] other = signed(laptop, timers(laptop, list, now(), 120));
    fed.take(item(one));
    Item second = item(other);
    byte[] third = signed(laptop, timers(laptop, list, now(), 180));

    fed.take(second);
    fed.take(item(third));
    fed.take(laptop.forged(group, bens().state().head(), list, fed.position(group) + 1, "which?"));

    assertThat(bens().forked()).isTrue();
    assertThat(bens().state().timers()).isEqualTo(new Timers(60, 0));
    List<byte[]> kept =
        fed.engine().local().db().tx(tx -> fed.engine().log().store().forks(tx, group));
    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst()).isEqualTo(other);
    assertThat(fed.shown(group).getLast().warnings())
        .extracting(WarningView::kind)
        .contains(WarningView.Kind.FORK);
  }

  @Test
  void aMessageThatComesBeforeItsLogEntryIsJudgedAgainLater() throws ProtocolException {
    VerifiedDeviceList list = list(laptop.engine());
    LogEntry next = timers(laptop, list, now(), 60);
    byte[] signed = signed(laptop, next);
    fed.take(laptop.forged(group, next.head(), list, fed.position(group) + 1, "too early"));
    assertThat(fed.quarantined()).containsExactly("HEAD_UNKNOWN");
    assertThat(fed.shown(group)).isEmpty();

    laptop
        .engine()
        .api()
        .call(
            Rpcs.APPEND_ENTRY,
            AppendEntryRequest.newBuilder()
                .setConversationId(ByteString.copyFrom(group.toArray()))
                .setEntrySigned(ByteString.copyFrom(signed))
                .build());
    fed.engine().local().db().write(tx -> tx.update("update quarantine set retry_at = 1"));
    fed.readToEnd();

    People.await(() -> fed.shown(group).size() == 1);
    assertThat(fed.count("quarantine")).isZero();
  }
}

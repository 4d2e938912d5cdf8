package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageScope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server can do with the items of a mailbox, and the devices that collude with it. Ben's
/// items are handed to him by the test.
class HostileServerTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;
  private HandFed fed;
  private ConversationId direct;

  @BeforeEach
  void twoPeople() throws ProtocolException {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    fed = new HandFed(ben);
    direct = ConversationId.parse(ann.conversations().direct("ben").conversation().text());
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private static MessageView say(Session who, ConversationId where, String text) {
    ConversationRef ref = new ConversationRef(where.toString());
    MessageView sent = who.messages().send(ref, Draft.text(text), Progress.none());
    return who.messages().awaitAccepted(sent.message(), People.PATIENCE);
  }

  private static List<WarningView.Kind> warnings(MessageView message) {
    return message.warnings().stream().map(WarningView::kind).toList();
  }

  @Test
  void aMessageDeliveredAgainInAnotherPlaceChangesNothing() {
    say(ann, direct, "once");
    fed.takeAll();
    MessageView first = fed.shown(direct).getFirst();
    ben.messages().star(first.message(), true);
    Item again = fed.lastMessage();

    fed.take(HandFed.at(again, again.getNumber() + 1));

    assertThat(fed.shown(direct)).hasSize(1);
    assertThat(fed.shown(direct).getFirst().starred()).isTrue();
    assertThat(fed.count("unopened")).isZero();
    assertThat(fed.engine().outbox().waiting()).isZero();
  }

  @Test
  void aMessageThatWasDeletedHereDoesNotComeBack() {
    say(ann, direct, "once");
    fed.takeAll();
    ben.messages().delete(fed.shown(direct).getFirst().message());
    Item again = fed.lastMessage();

    fed.take(HandFed.at(again, again.getNumber() + 1));

    assertThat(fed.shown(direct)).isEmpty();
    assertThat(fed.count("unopened")).isZero();
  }

  @Test
  void aMessageThatTheServerSaysIsOverLeavesARowAndAnAlarm() {
    say(ann, direct, "read");
    fed.takeAll();

    fed.take(fed.gone(direct, new HandFed(ann), 2));

    MessageView row = fed.shown(direct).getLast();
    assertThat(row.kind()).isEqualTo(MessageKind.GONE);
    assertThat(row.from().username()).isEqualTo("ann");
    assertThat(warnings(row)).containsExactly(WarningView.Kind.VANISHED);
  }

  @Test
  void whatIsMissingBeforeAMessageThatIsOverIsAGap() {
    say(ann, direct, "read");
    fed.takeAll();

    fed.take(fed.gone(direct, new HandFed(ann), 4));
    fed.readToEnd();

    People.await(() -> warnings(fed.shown(direct).getLast()).contains(WarningView.Kind.GAP));
  }

  @Test
  void anOutsidersMessageIsNotShownBecauseItsLeaseDoesNotFit() throws ProtocolException {
    HandFed outsider = new HandFed(people.invited(ann, "cara"));
    say(ann, direct, "between us");
    fed.takeAll();
    VerifiedDeviceList own =
        outsider.engine().lists().known(outsider.engine().me().user()).orElseThrow();
    Item forged =
        outsider.forged(
            direct,
            fed.engine().log().find(direct).orElseThrow().state().head(),
            own,
            fed.position(direct) + 1,
            "let me in");

    fed.take(forged);

    assertThat(fed.shown(direct)).extracting(MessageView::text).containsExactly("between us");
    assertThat(fed.count("quarantine")).isEqualTo(1);
    assertThat(fed.count("unopened")).isZero();
  }

  @Test
  void whatARemovedDeviceSendsIsShownAsLateAlthoughItCannotBeOpened() throws ProtocolException {
    Session phone = people.secondDevice("ann");
    phone.catchUp(People.PATIENCE);
    HandFed stolen = new HandFed(phone);
    say(ann, direct, "from the laptop");
    stolen.takeAll();
    VerifiedDeviceList before =
        stolen.engine().lists().known(stolen.engine().me().user()).orElseThrow();
    Item forged = stolen.forged(direct, before, 1_000, "still me");
    DeviceView gone =
        ann.devices().list().stream()
            .filter(each -> each.name().equals("ann's phone"))
            .findFirst()
            .orElseThrow();
    ann.devices().remove(gone.device(), new char[0]);
    fed.takeAll();

    fed.take(forged);

    MessageView shown = fed.shown(direct).getLast();
    assertThat(shown.kind()).isEqualTo(MessageKind.UNDECRYPTABLE);
    assertThat(warnings(shown)).contains(WarningView.Kind.LATE, WarningView.Kind.UNDECRYPTABLE);
  }

  @Test
  void onlyTheAuthorAnswersForAMessageThatCouldNotBeOpened() throws ProtocolException {
    Session cara = people.invited(ann, "cara");
    ConversationId group =
        ConversationId.parse(
            ann.conversations().createGroup("Plans", List.of("ben", "cara")).conversation().text());
    MessageId id = MessageId.parse(say(ann, group, "the plan").message().text());
    cara.catchUp(People.PATIENCE);
    People.awaitText(cara, "the plan");
    fed.takeAllButSpoilTheLast(group);
    assertThat(fed.shown(group))
        .extracting(MessageView::kind)
        .containsExactly(MessageKind.UNDECRYPTABLE);

    HandFed colluding = new HandFed(cara);
    MessageScope toBen = new MessageScope.OneUser(fed.engine().me().user());
    colluding.send(group, colluding.engine().outbox().newId(), colluding.resent(id), toBen);
    fed.takeAll();
    assertThat(fed.shown(group))
        .extracting(MessageView::kind)
        .containsExactly(MessageKind.UNDECRYPTABLE);

    HandFed author = new HandFed(ann);
    author.send(group, author.engine().outbox().newId(), author.resent(id), toBen);
    fed.takeAll();
    assertThat(fed.shown(group)).extracting(MessageView::text).containsExactly("the plan");
    assertThat(fed.shown(group).getFirst().warnings()).isEmpty();
    assertThat(fed.count("unopened")).isZero();
  }
}

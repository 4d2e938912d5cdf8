package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.handover.CallerSession;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomesTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;

  @BeforeEach
  void twoPeople() {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private static MessageView say(Session who, ConversationRef where, String text) {
    MessageView sent = who.messages().send(where, Draft.text(text), Progress.none());
    return who.messages().awaitAccepted(sent.message(), People.PATIENCE);
  }

  @Test
  void aSecondSessionOnAHomeHandsItsCallsOver() {
    Session other = people.reopen("ann");
    assertThat(other).isInstanceOf(CallerSession.class);
    try (Events.Stream events = other.events().open()) {
      ConversationRef direct = other.conversations().direct("ben").conversation();
      MessageView sent = say(other, direct, "by way of the owner");
      assertThat(ann.messages().get(sent.message()).text()).isEqualTo("by way of the owner");
      People.await(() ->
          events.next(Duration.ofMillis(200)).stream()
              .anyMatch(event -> event instanceof Events.Event.MessageArrived));
    }
    assertThatThrownBy(() -> other.messages().resolve("ffffffff"))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.NOT_FOUND));
    ann.close();
    assertThat(other.accounts().self().username()).isEqualTo("ann");
    say(other, other.conversations().direct("ben").conversation(), "after taking over");
    ben.catchUp(People.PATIENCE);
    People.awaitText(ben, "after taking over");
  }

  @Test
  void whatWasSaidIsThereAfterReopening() {
    MessageView sent = say(ann, ann.conversations().direct("ben").conversation(), "kept on disk");
    ben.catchUp(People.PATIENCE);
    People.awaitText(ben, "kept on disk");
    ann.close();
    ben.close();
    Session again = people.reopen("ben");
    MessageView got = again.messages().get(sent.message());
    assertThat(got.text()).isEqualTo("kept on disk");
    MessageView answer = say(again, got.conversation(), "and answered after");
    Session annAgain = people.reopen("ann");
    annAgain.catchUp(People.PATIENCE);
    assertThat(People.awaitText(annAgain, "answered after").message()).isEqualTo(answer.message());
  }

  @Test
  void aMessageWrittenWithoutTheServerIsSentWhenItIsBack() {
    ConversationRef direct = ann.conversations().direct("ben").conversation();
    say(ann, direct, "while it was there");
    int port = server.port();
    server.close();
    MessageView waiting =
        ann.messages().send(direct, Draft.text("written in the dark"), Progress.none());
    assertThatThrownBy(() -> ann.messages().awaitAccepted(waiting.message(), Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(4));
    ann.close();
    server = RealServer.start(folder.resolve("server"), port);
    Session again = people.reopen("ann");
    again.messages().awaitAccepted(waiting.message(), People.PATIENCE);
    ben.catchUp(People.PATIENCE);
    assertThat(People.awaitText(ben, "in the dark").message()).isEqualTo(waiting.message());
    assertThat(ben.messages().search("in the dark", Optional.empty(), 5)).hasSize(1);
  }

  @Test
  void aRecallWithoutTheServerWithdrawsTheMessageThereWhenItIsBack() throws SQLException {
    MessageView sent = say(ann, ann.conversations().direct("ben").conversation(), "taken back");
    int port = server.port();
    server.close();
    ann.messages().recall(sent.message());
    ann.close();
    assertThat(withdrawals()).isEqualTo(1);
    server = RealServer.start(folder.resolve("server"), port);
    Session again = people.reopen("ann");
    again.catchUp(People.PATIENCE);
    People.await(() -> {
      try {
        return withdrawals() == 0;
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    });
    ben.catchUp(People.PATIENCE);
    assertThat(ben.messages().search("taken back", Optional.empty(), 5)).isEmpty();
  }

  private long withdrawals() throws SQLException {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + people.home("ann").resolve("store.db"));
        Statement statement = store.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from withdrawal")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void nothingReadableLiesInTheHomeFolder() throws IOException {
    ConversationRef room =
        ann.conversations().createRoom("Titlecanary", List.of("ben")).conversation();
    say(ann, room, "textcanary");
    MessageView deleted = say(ann, room, "deletedcanary");
    ann.messages().delete(deleted.message());
    ben.catchUp(People.PATIENCE);
    People.awaitText(ben, "textcanary");
    for (String home : List.of("ann", "ben")) {
      try (Stream<Path> files = Files.walk(people.home(home))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertThat(bytes)
              .doesNotContain("Titlecanary", "textcanary", "deletedcanary", "ann's laptop");
        }
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(people.home(home))))
          .isEqualTo("rwx------");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(people.home("ann").resolve("key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aHomeLockedByAPasswordOpensWithNothingElse() {
    Wardroom.Options locked =
        new Wardroom.Options(
            new Wardroom.Lock.Secret("4711 4711".toCharArray()), Optional.empty(), People.PATIENCE);
    Path home = people.home("cat");
    Wardroom.register(
            home,
            new Wardroom.Registration(
                ann.invitations().invite("cat", "").link(), "", "", people.password(), "desk"),
            locked)
        .session()
        .close();
    assertThatThrownBy(() -> Wardroom.open(home, people.options()))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.LOCKED));
    try (Session cat = Wardroom.open(home, locked)) {
      assertThat(cat.accounts().self().username()).isEqualTo("cat");
    }
  }

  @Test
  void anExportHoldsEveryMessageAndFile() throws IOException {
    ConversationRef direct = ann.conversations().direct("ben").conversation();
    say(ann, direct, "to be <exported>");
    Path note = Files.writeString(folder.resolve("note.txt"), "a note");
    MessageView file = ann.messages().send(direct, Draft.file(note, ""), Progress.none());
    ann.messages().awaitAccepted(file.message(), People.PATIENCE);
    Path out = folder.resolve("export");
    var exported = ann.exports().export(out, Optional.empty(), true, Progress.none());
    assertThat(exported.files()).isEqualTo(1);
    assertThat(Files.readString(out.resolve("messages.jsonl"))).contains("to be <exported>");
    assertThat(Files.readString(out.resolve("index.html"))).contains("to be &lt;exported&gt;");
    try (Stream<Path> files = Files.list(out.resolve("files"))) {
      assertThat(files.toList())
          .hasSize(1)
          .allSatisfy(each -> assertThat(each).hasContent("a note"));
    }
  }

  @Test
  void wrongPasswordsAndUsedInvitationsAreRefusedAndLeaveNoHome() {
    assertThatThrownBy(() ->
            Wardroom.login(
                people.home("thief"),
                new Wardroom.SignIn(server.url(), "ann", "not the password".toCharArray(), "", "x"),
                people.options()))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(3));
    assertThat(Wardroom.exists(people.home("thief"))).isFalse();
    String link = ann.invitations().invite("dora", "").link();
    people
        .kept(
            Wardroom.register(
                    people.home("dora"),
                    new Wardroom.Registration(link, "", "", people.password(), "x"),
                    people.options())
                .session())
        .close();
    assertThatThrownBy(() ->
            Wardroom.register(
                people.home("dora-again"),
                new Wardroom.Registration(link, "", "", people.password(), "x"),
                people.options()))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(3));
    assertThat(Wardroom.exists(people.home("dora-again"))).isFalse();
  }
}

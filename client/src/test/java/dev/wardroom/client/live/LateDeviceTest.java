package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A device that was away finds everything as the person left it on the other one, and nothing that
/// was taken back.
class LateDeviceTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;
  private ConversationRef room;

  @BeforeEach
  void annWithAPhoneThatIsAway() {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    Session phone = people.secondDevice("ann");
    for (Session each : List.of(ann, ben, phone)) {
      each.stayConnected();
      each.catchUp(People.PATIENCE);
    }
    room = ann.conversations().createRoom("Deck", List.of("ben")).conversation();
    // Notes to oneself exist before the phone leaves, so that they are read first when it is back.
    MessageView first = say(ben, Draft.text("the first one"));
    People.awaitText(ann, "the first one");
    ann.messages().star(first.message(), true);
    People.awaitText(phone, "the first one");
    People.await(() -> phone.messages().get(first.message()).starred());
    phone.close();
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private MessageView say(Session who, Draft draft) {
    MessageView sent = who.messages().send(room, draft, Progress.none());
    return who.messages().awaitAccepted(sent.message(), People.PATIENCE);
  }

  @Test
  void aDeviceThatWasAwayFindsStarsDeletionsReadMarksAndBurnsOfWhatItHadNot() {
    MessageRef starred = say(ben, Draft.text("to be starred")).message();
    MessageRef deleted = say(ben, Draft.text("to be deleted")).message();
    MessageRef burning = say(ben, Draft.text("to be burnt").withBurn(1)).message();
    People.awaitText(ann, "to be burnt");
    ann.messages().star(starred, true);
    ann.messages().delete(deleted);
    ann.messages().markRead(burning);
    ann.conversations().markRead(room);
    ann.conversations().pin(room, true);
    MessageView last = say(ann, Draft.text("the last one"));
    ConversationRef notes = ann.conversations().direct("ben").conversation();
    assertThat(notes).isNotEqualTo(room);
    ann.close();

    Session phone = people.reopen("ann-2");
    phone.catchUp(People.PATIENCE);
    People.awaitText(phone, "the last one");
    People.await(() -> phone.messages().get(starred).starred());
    assertThat(phone.messages().get(starred).read()).isTrue();
    assertThat(phone.messages().search("deleted", Optional.empty(), 5)).isEmpty();
    People.await(() -> phone.messages().search("burnt", Optional.empty(), 5).isEmpty());
    assertThat(phone.conversations().get(room).unread()).isZero();
    assertThat(phone.conversations().get(room).pinned()).isTrue();
    assertThat(phone.messages().get(last.message()).text()).isEqualTo("the last one");
  }

  @Test
  void noEditOfWhatWasRecalledDeletedOrBurntKeepsItsText() throws SQLException {
    MessageRef recalled = edited("recalled");
    MessageRef deleted = edited("deleted");
    MessageView burnt = say(ann, Draft.text("burnt first").withBurn(2));
    People.awaitText(ben, "burnt first");
    MessageView edit = ann.messages().edit(burnt.message(), "burnt then");
    ann.messages().awaitAccepted(edit.message(), People.PATIENCE);
    People.awaitText(ben, "burnt then");
    assertThat(edits("ben")).isEqualTo(3);

    MessageView recall = ann.messages().recall(recalled);
    ann.messages().awaitAccepted(recall.message(), People.PATIENCE);
    ben.messages().delete(deleted);
    ann.messages().delete(deleted);
    ben.messages().markRead(burnt.message());
    People.await(() -> ben.messages().get(recalled).recalled());
    People.await(() -> ben.messages().search("burnt", Optional.empty(), 5).isEmpty());
    People.await(() -> ann.messages().search("burnt", Optional.empty(), 5).isEmpty());
    assertThat(edits("ben")).isZero();
    assertThat(edits("ann")).isZero();

    Session phone = people.reopen("ann-2");
    phone.stayConnected();
    say(ben, Draft.text("the end"));
    People.awaitText(phone, "the end");
    assertThat(phone.messages().search("recalled", Optional.empty(), 5)).isEmpty();
    assertThat(edits("ann-2")).isZero();
  }

  private MessageRef edited(String word) {
    MessageView sent = say(ann, Draft.text(word + " first"));
    People.awaitText(ben, word + " first");
    MessageView edit = ann.messages().edit(sent.message(), word + " then");
    ann.messages().awaitAccepted(edit.message(), People.PATIENCE);
    People.awaitText(ben, word + " then");
    return sent.message();
  }

  /// Rows of edits in a home: each holds a whole text.
  private long edits(String home) throws SQLException {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + people.home(home).resolve("store.db"));
        Statement statement = store.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from message where content is not null and kind = "
                    + dev.wardroom.client.store.Codes.code(
                        dev.wardroom.client.view.MessageKind.EDIT))) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Events;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.client.view.WarningView;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The home's store cannot be written for a while, as with a full disk: here because somebody else
/// holds it locked.
class StoreTroubleTest {

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
    ann.stayConnected();
    ben.stayConnected();
    ben.catchUp(People.PATIENCE);
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  @Test
  void whatCameWhileTheStoreWasLockedIsTakenAndWhatExpiredGoesAfterwards() throws SQLException {
    ConversationRef direct = ann.conversations().direct("ben").conversation();
    say(direct, Draft.text("short lived").withTtl(2));
    People.awaitText(ben, "short lived");
    try (Events.Stream events = ben.events().open();
        Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + people.home("ben").resolve("store.db"));
        Statement statement = store.createStatement()) {
      statement.execute("begin immediate");
      say(direct, Draft.text("came meanwhile"));
      People.await(() -> warned(events));
      assertThat(ben.messages().search("came meanwhile", Optional.empty(), 5)).isEmpty();
      statement.execute("rollback");
    }
    People.awaitText(ben, "came meanwhile");
    People.await(() -> ben.messages().search("short lived", Optional.empty(), 5).isEmpty());
    say(direct, Draft.text("and the next one"));
    People.awaitText(ben, "and the next one");
  }

  private static boolean warned(Events.Stream events) {
    return events.next(Duration.ofMillis(200)).stream()
        .anyMatch(event ->
            event instanceof Events.Event.Warned told
                && told.warning().kind() == WarningView.Kind.STORE);
  }

  private void say(ConversationRef where, Draft draft) {
    MessageView sent = ann.messages().send(where, draft, Progress.none());
    ann.messages().awaitAccepted(sent.message(), People.PATIENCE);
  }
}

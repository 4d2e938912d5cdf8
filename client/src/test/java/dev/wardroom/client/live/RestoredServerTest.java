package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Events;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.client.view.WarningView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server loses what happened since its backup; people go on.
///
/// Known to fail at times: after a restore some messages are not there in time. It runs with the slow
/// tests (`make test-all`) until that is mended; CHANGELOG.md says so.
@Tag("slow")
class RestoredServerTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;
  private ConversationRef direct;

  @BeforeEach
  void twoPeopleAndABackup() throws IOException {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    direct = ann.conversations().direct("ben").conversation();
    ann.catchUp(People.PATIENCE);
    say(ann, direct, "before the backup");
    ben.catchUp(People.PATIENCE);
    People.awaitText(ben, "before the backup");
    int port = server.port();
    server.close();
    copy(folder.resolve("server"), folder.resolve("backup"));
    server = RealServer.start(folder.resolve("server"), port);
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

  private void restore() throws IOException, SQLException {
    int port = server.port();
    server.close();
    delete(folder.resolve("server"));
    copy(folder.resolve("backup"), folder.resolve("server"));
    try (Connection store = store();
        Statement statement = store.createStatement()) {
      assertThat(statement.executeUpdate("update store set incarnation = randomblob(16)"))
          .isEqualTo(1);
      statement.executeUpdate(
          "insert into job (kind, key, due_at, lease_until) values ('restored', '', "
              + System.currentTimeMillis()
              + ", 0)");
    }
    server = RealServer.start(folder.resolve("server"), port);
  }

  private Connection store() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server/wardroom.db"));
  }

  @Test
  void whatIsSaidAfterARestoreArrivesAndStandsLast() throws Exception {
    for (int i = 1; i <= 4; i++) {
      say(ann, direct, "lost at the server " + i);
    }
    ben.catchUp(People.PATIENCE);
    People.awaitText(ben, "lost at the server 4");
    ben.close();
    ann.close();
    restore();
    Session annAgain = people.reopen("ann");
    annAgain.catchUp(People.PATIENCE);
    say(annAgain, direct, "after the restore 1");
    say(annAgain, direct, "after the restore 2");
    Session benAgain = people.reopen("ben");
    benAgain.catchUp(People.PATIENCE);
    People.awaitText(benAgain, "after the restore 2");
    // The restored server may give out a prekey that was used before: such a message is asked for
    // again by itself, and keeps its place.
    annAgain.stayConnected();
    benAgain.stayConnected();
    for (Session each : List.of(annAgain, benAgain)) {
      People.await(() -> texts(each).size() == 7);
      assertThat(texts(each))
          .containsExactly(
              "before the backup",
              "lost at the server 1",
              "lost at the server 2",
              "lost at the server 3",
              "lost at the server 4",
              "after the restore 1",
              "after the restore 2");
    }
  }

  private List<String> texts(Session who) {
    return who.messages().history(direct, Optional.empty(), 50).stream()
        .map(MessageView::text)
        .filter(text -> text.contains("the "))
        .toList();
  }

  @Test
  void conversationsThatTheServerHasLostComeBackAndAllPrekeysAreReplaced() throws Exception {
    ConversationRef young = ann.conversations().createRoom("Young", List.of("ben")).conversation();
    say(ann, young, "in a room that gets lost");
    ben.catchUp(People.PATIENCE);
    People.awaitText(ben, "gets lost");
    restore();
    try (Events.Stream events = ann.events().open()) {
      ann.stayConnected();
      People.await(() ->
          events.next(Duration.ofMillis(200)).stream()
              .anyMatch(event ->
                  event instanceof Events.Event.Warned warned
                      && warned.warning().kind() == WarningView.Kind.RESTORED));
    }
    People.await(() ->
        ann.accounts().status().warnings().stream()
            .anyMatch(warning -> warning.kind() == WarningView.Kind.RESTORED));
    ben.stayConnected();
    People.await(() -> {
      try {
        return say(ben, young, "the room is back") != null;
      } catch (dev.wardroom.client.ClientException e) {
        return false;
      }
    });
    People.awaitText(ann, "room is back");
    People.await(() -> withdrawnBelow().stream().allMatch(lowest -> lowest == 3));
  }

  /// The lowest good batch of each device: two batches came with the device.
  private List<Long> withdrawnBelow() {
    try (Connection store = store();
        Statement statement = store.createStatement();
        ResultSet rows = statement.executeQuery("select lowest_good from device")) {
      List<Long> lowest = new java.util.ArrayList<>();
      while (rows.next()) {
        lowest.add(rows.getLong(1));
      }
      return lowest;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (Files.isRegularFile(file)) {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      files
          .sorted(java.util.Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}

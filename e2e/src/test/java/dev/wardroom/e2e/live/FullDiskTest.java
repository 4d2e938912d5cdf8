package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server's disk is full, and later there is room again. Needs a small file system of its own,
/// which only root can make.
final class FullDiskTest {
  private static final int DISK_MEGABYTES = 16;
  private static final int BALLAST_BYTES = 6 * 1024 * 1024;
  private static final int TEXT_LETTERS = 30_000;
  private static final int MESSAGES_MAX = 2_000;
  private static final Duration SOON = Duration.ofSeconds(3);

  @TempDir Path folder;
  private Path disk;
  private LiveServer server;
  private LivePeople people;
  private Session ann;
  private ConversationRef direct;

  @BeforeEach
  void twoPeopleOnASmallDisk() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", disk.toString()),
        "no small file system can be mounted here: the test of a full disk is left out");
    Files.write(ballast(), new byte[BALLAST_BYTES]);
    MovableClock clock = new MovableClock();
    server = LiveServer.start(LiveServer.Place.in(disk.resolve("server"), clock));
    people = new LivePeople(folder.resolve("homes"), server, clock);
    ann = people.owner("ann");
    Session ben = people.invited(ann, "ben");
    ann.stayConnected();
    direct = ann.conversations().direct("ben").conversation();
    LivePeople.say(ann, direct, "first");
    ben.catchUp(LivePeople.PATIENCE);
    ben.close();
  }

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      people.close();
      server.close();
      ran("umount", "--lazy", disk.toString());
    }
  }

  private Path ballast() {
    return disk.resolve("ballast");
  }

  private static boolean ran(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Test
  void aFullDiskRefusesClearlyLosesNothingAndRecoversByItself() throws Exception {
    List<String> accepted = new ArrayList<>();
    MessageView waiting = fill(accepted);
    assertThat(accepted).hasSizeGreaterThan(10);
    assertThat(ann.directory().find("ben")).as("reading goes on").isPresent();
    assertThat(ann.accounts().status().waiting()).isEqualTo(1);

    Files.delete(ballast());
    ann.messages().awaitAccepted(waiting.message(), LivePeople.PATIENCE);
    accepted.add(start(waiting.text()));
    accepted.add(start(LivePeople.say(ann, direct, "there is room").text()));

    try (Session ben = people.reopen("ben")) {
      ben.catchUp(LivePeople.PATIENCE);
      assertThat(Scene.texts(ben, direct).stream().skip(1).map(FullDiskTest::start))
          .containsExactlyElementsOf(accepted);
      assertThat(ben.accounts().status().undecryptable()).isZero();
    }
  }

  /// Says long texts until one is not taken.
  private MessageView fill(List<String> accepted) {
    for (int i = 0; i < MESSAGES_MAX; i++) {
      String text = "number %d %s".formatted(i, "x".repeat(TEXT_LETTERS));
      MessageView said = ann.messages().send(direct, Draft.text(text), Progress.none());
      try {
        ann.messages().awaitAccepted(said.message(), SOON);
        accepted.add(start(text));
      } catch (ClientException e) {
        assertThat(e.kind()).isEqualTo(ClientException.Kind.UNREACHABLE);
        assertThat(e).hasMessageContaining("no room");
        return said;
      }
    }
    throw new AssertionError("the disk is larger than it should be");
  }

  private static String start(String text) {
    return text.substring(0, Math.min(20, text.length()));
  }

  @Test
  void aFileThatHasNoRoomIsRefusedClearlyAndGoesOnLater() throws Exception {
    Path file = Files.write(folder.resolve("large.bin"), new byte[12 * 1024 * 1024]);
    assertThatThrownBy(() -> ann.messages().send(direct, Draft.file(file, ""), Progress.none()))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e).hasMessageContaining("no room"));
    Files.delete(ballast());
    MessageView said = LivePeople.say(ann, direct, Draft.file(file, "at last"));
    try (Session ben = people.reopen("ben")) {
      ben.catchUp(LivePeople.PATIENCE);
      Path got = ben.files().get(said.message(), folder.resolve("got"), true, Progress.none());
      assertThat(got).hasSameBinaryContentAs(file);
    }
  }
}

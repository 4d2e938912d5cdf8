package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {

  /// More segments than lie between two points from which a broken download goes on.
  private static final int SIZE = 18 * 1_048_576;

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private ConversationRef notes;
  private Path downloads;

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void onePerson() throws IOException {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    people.invited(ann, "ben");
    notes = ann.conversations().direct("ben").conversation();
    downloads = Files.createDirectories(folder.resolve("downloads"));
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private static byte[] content(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private MessageRef sent(int seed) throws IOException {
    Path file = Files.write(folder.resolve("file-" + seed), content(seed));
    MessageView sent = ann.messages().send(notes, Draft.file(file, ""), Progress.none());
    return ann.messages().awaitAccepted(sent.message(), People.PATIENCE).message();
  }

  /// Stops after the first point from which a download can go on.
  private void begin(MessageRef message, Path out) {
    Progress stop =
        (_, done, _) -> {
          if (done >= 17L * 1_048_576) {
            throw new Stopped();
          }
        };
    assertThatThrownBy(() -> ann.files().get(message, out, false, stop))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void twoFilesBegunUnderOneNameAreNotMixed() throws IOException {
    MessageRef one = sent(1);
    MessageRef two = sent(2);
    Path out = downloads.resolve("plan.bin");
    begin(one, out);
    begin(two, out);
    ann.files().get(one, out, false, Progress.none());
    assertThat(Files.readAllBytes(out)).isEqualTo(content(1));
    ann.files().get(two, out, true, Progress.none());
    assertThat(Files.readAllBytes(out)).isEqualTo(content(2));
    try (Stream<Path> left = Files.list(downloads)) {
      assertThat(left.toList()).containsExactly(out);
    }
  }

  @Test
  void whatIsBeingDownloadedIsReadByNobodyElseAndReplacesNothing() throws IOException {
    MessageRef message = sent(3);
    Path out = downloads.resolve("plan.bin");
    Progress watching =
        (_, done, _) -> {
          try (Stream<Path> files = Files.list(downloads)) {
            List<Path> parts = files.filter(file -> file.toString().endsWith(".part")).toList();
            for (Path part : parts) {
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                  .isEqualTo("rw-------");
            }
            if (done == SIZE && !Files.exists(out)) {
              Files.writeString(out, "somebody else's");
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    assertThatThrownBy(() -> ann.files().get(message, out, false, watching))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.REFUSED));
    assertThat(out).hasContent("somebody else's");
    ann.files().get(message, out, true, Progress.none());
    assertThat(Files.readAllBytes(out)).isEqualTo(content(3));
  }

  @Test
  void aLinkInThePlaceOfThePartIsNotFollowed() throws IOException {
    MessageRef message = sent(4);
    Path out = downloads.resolve("plan.bin");
    begin(message, out);
    Path part;
    try (Stream<Path> files = Files.list(downloads)) {
      part = files.findFirst().orElseThrow();
    }
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Files.delete(part);
    Files.createSymbolicLink(part, precious);
    ann.files().get(message, out, false, Progress.none());
    assertThat(precious).hasContent("precious");
    assertThat(Files.readAllBytes(out)).isEqualTo(content(4));
  }
}

package dev.wardroom.cli.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.cli.commands.CommandTree;
import dev.wardroom.cli.commands.Doors;
import dev.wardroom.cli.commands.Shell;
import dev.wardroom.cli.text.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The README's walk-through, typed against a real server: two people, second devices, a room, a
/// file, a reaction, a recall, a timer, a link with history. One story, told in order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WalkThroughTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private Path folder = Path.of("");
  private Optional<RunningServer> server = Optional.empty();
  private String room = "";
  private String bobsKey = "";

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    server = Optional.of(RunningServer.start(folder.resolve("data")));
    Files.writeString(folder.resolve("alice.pw"), "a long password for alice\n");
    Files.writeString(folder.resolve("bob.pw"), "a long password for bob\n");
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (server.isPresent()) {
      server.get().stop();
    }
  }

  @Test
  @Order(1)
  void twoPeopleWriteToEachOther() {
    String owner = server.orElseThrow().ownerInvitation();
    JsonNode alice =
        run("register --home alice --invitation %s --username alice --name Alice --password-file alice.pw"
                .formatted(owner))
            .getFirst();
    assertThat(alice.get("accountKey").asString()).isNotEmpty();
    String link = text(run("invite --home alice --username bob --name Bob"), "invitation");
    bobsKey =
        text(
            run(
                "register --home bob --invitation %s --username bob --password-file bob.pw"
                    .formatted(link)),
            "accountKey");
    String sent = text(run("send --home alice --to bob Hello-Bob"), "message");
    JsonNode heard = run("listen --home bob --count 1 --timeout 30s").getFirst();
    assertThat(heard.get("message").asString()).isEqualTo(sent);
    assertThat(heard.get("from").asString()).isEqualTo("alice");
    assertThat(heard.get("text").asString()).isEqualTo("Hello-Bob");
    run("send --home bob --to alice Hello-Alice");
    assertThat(text(run("listen --home alice --count 1 --timeout 30s"), "text"))
        .isEqualTo("Hello-Alice");
  }

  @Test
  @Order(2)
  void aSecondDeviceGetsWhatIsWrittenFromNowOnAndWhatTheFirstOneSends() {
    run(
        "login --home bob2 --server %s --username bob --password-file bob.pw --account-key %s"
            .formatted(server.orElseThrow().url(), bobsKey));
    assertThat(run("devices list --home bob2")).hasSize(2);
    run("send --home alice --to bob Twice");
    assertThat(text(run("listen --home bob2 --count 1 --timeout 30s"), "text")).isEqualTo("Twice");
    run("send --home bob --to alice From-the-first-device");
    JsonNode own = run("listen --home bob2 --count 1 --timeout 30s").getFirst();
    assertThat(own.get("own").asBoolean()).isTrue();
    assertThat(own.get("text").asString()).isEqualTo("From-the-first-device");
  }

  @Test
  @Order(3)
  void aRoomAFileAReactionAReplyAnEditAndARecall() throws IOException {
    room = text(run("rooms create --home alice --title Bridge --member bob"), "conversation");
    String first = text(run("send --home alice --conversation " + room + " Welcome"), "message");
    Files.writeString(folder.resolve("plan.txt"), "course: north\n");
    String file =
        text(run("send --home alice --conversation " + room + " --file plan.txt"), "message");
    String wrong = text(run("send --home alice --conversation " + room + " oops"), "message");
    run("files get --home bob --message " + file + " --out got.txt");
    assertThat(folder.resolve("got.txt")).hasContent("course: north\n");
    run("react --home bob --message " + first + " 👍");
    run("reply --home bob --message " + first + " Thanks");
    run("edit --home alice --message " + first + " Welcome-aboard");
    run("recall --home alice --message " + wrong);
    List<JsonNode> seen = said(run("history --home bob --conversation " + room));
    assertThat(seen.getFirst().get("text").asString()).isEqualTo("Welcome-aboard");
    assertThat(seen.getFirst().get("editedAt")).isNotNull();
    assertThat(seen.getFirst().get("reactions").get(0).get("by").get(0).asString())
        .isEqualTo("bob");
    assertThat(seen.get(2).get("recalled").asBoolean()).isTrue();
    assertThat(seen.get(3).get("replyTo").get("message").asString()).isEqualTo(first);
    assertThat(said(run("history --home alice --conversation Bridge")))
        .extracting(one -> one.get("text").asString())
        .containsExactlyElementsOf(seen.stream().map(one -> one.get("text").asString()).toList());
  }

  @Test
  @Order(4)
  void aTimerTakesTheMessageAwayOnBothSides() throws InterruptedException {
    run("send --home alice --conversation " + room + " --expires 3s Gone-soon");
    assertThat(texts("bob")).contains("Gone-soon");
    Thread.sleep(4_000);
    assertThat(texts("bob")).doesNotContain("Gone-soon");
    assertThat(texts("alice")).doesNotContain("Gone-soon");
  }

  @Test
  @Order(5)
  void aLinkedDeviceBringsTheHistoryAlong() throws InterruptedException {
    BlockingQueue<JsonNode> offered = new LinkedBlockingQueue<>();
    Thread offering =
        Thread.ofPlatform()
            .start(() -> runInto(offered, "link offer --home alice --yes --patience 60s"));
    JsonNode code = offered.poll(60, TimeUnit.SECONDS);
    assertThat(code).isNotNull();
    run("link accept --home alice-desktop " + code.get("code").asString());
    offering.join(60_000);
    assertThat(texts("alice-desktop")).contains("Welcome-aboard", "Thanks");
  }

  @Test
  @Order(6)
  void whatIsRefusedOrUnreachableHasItsExitCode() throws InterruptedException {
    assertThat(code("send --home alice --to nobody hello")).isEqualTo(3);
    assertThat(code("send --home nowhere --to bob hello")).isEqualTo(2);
    assertThat(code("register --home alice --invitation x --username y --password-file bob.pw"))
        .isEqualTo(2);
    server.orElseThrow().stop();
    assertThat(code("send --home alice --to bob --wait 3s later")).isEqualTo(4);
    assertThat(texts("bob")).contains("Welcome-aboard");
  }

  private List<String> texts(String home) {
    return said(run("history --home " + home + " --wait 5s --conversation Bridge")).stream()
        .map(one -> one.get("text").asString())
        .toList();
  }

  /// What people said, without joins and cards.
  private static List<JsonNode> said(List<JsonNode> messages) {
    return messages.stream()
        .filter(one -> List.of("text", "file").contains(one.get("kind").asString()))
        .toList();
  }

  private List<JsonNode> run(String line) {
    Result result = execute(line);
    assertThat(result.code()).as("%s%n%s", line, result.err()).isZero();
    return result.out().stream().map(JSON::readTree).toList();
  }

  private int code(String line) {
    Result result = execute(line);
    assertThat(result.err().lines()).as(line).hasSize(1);
    return result.code();
  }

  private static String text(List<JsonNode> lines, String key) {
    return lines.getFirst().get(key).asString();
  }

  private record Result(int code, List<String> out, String err) {}

  private Result execute(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = CommandTree.run(shell(out, err), arguments(line));
    return new Result(
        code,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }

  /// Puts each line as soon as it is written.
  private void runInto(BlockingQueue<JsonNode> lines, String line) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void flush() {
            toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).forEach(lines::add);
            reset();
          }
        };
    CommandTree.run(shell(out, new ByteArrayOutputStream()), arguments(line));
  }

  private static Shell shell(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Shell(
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of(),
        Clock.systemUTC(),
        Palette.TEXT,
        Optional.empty(),
        false,
        Doors.engine());
  }

  /// Splits at spaces; homes and files lie in the test's folder.
  private String[] arguments(String line) {
    List<String> words = new ArrayList<>();
    String before = "";
    for (String word : line.split(" ", -1)) {
      boolean path = List.of("--home", "--password-file", "--file", "--out").contains(before);
      words.add(path ? folder.resolve(word).toString() : word);
      before = word;
    }
    words.add("--json");
    return words.toArray(String[]::new);
  }
}

package dev.wardroom.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.cli.fake.FakeDoors;
import dev.wardroom.cli.fake.Message;
import dev.wardroom.cli.fake.Ran;
import dev.wardroom.cli.fake.Samples;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.MessageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The contract with scripts: names, flags, JSON keys and exit codes.
class CommandsTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  @TempDir Path folder = Path.of("");

  @Test
  void registeringPrintsUserDeviceAndAccountKey() throws IOException {
    Ran ran =
        Ran.of(
            "register",
            "--home",
            home(),
            "--invitation",
            "http://x/i/1#f",
            "--username",
            "mira",
            "--name",
            "Mira Holm",
            "--password-file",
            password("s3cret"),
            "--json");
    assertThat(ran.code()).isZero();
    assertThat(keys(ran)).startsWith("user", "device");
    assertThat(only(ran).get("accountKey").asString()).isEqualTo("AAAA-BBBB");
    assertThat(ran.calls()).contains("register http://x/i/1#f mira s3cret", "close");
  }

  @Test
  void signingInTakesPasswordAndAccountKey() throws IOException {
    Ran ran =
        Ran.of(
            "login",
            "--home",
            home(),
            "--server",
            "http://x",
            "--username",
            "mira",
            "--password-file",
            password("s3cret"),
            "--account-key",
            "AAAA-BBBB",
            "--json");
    assertThat(ran.code()).isZero();
    assertThat(keys(ran)).startsWith("user", "device");
    assertThat(ran.calls()).contains("login http://x mira s3cret AAAA-BBBB");
  }

  @Test
  void aPasswordIsNeverTakenFromTheCommandLine() {
    assertThat(Ran.of("login", "--password", "x").code()).isEqualTo(2);
    Ran ran = Ran.of("login", "--server", "http://x", "--username", "mira", "--account-key", "k");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .containsExactly(
            "A password is needed and nobody can be asked: give --password-file FILE.");
  }

  @Test
  void invitingPrintsTheLink() {
    Ran ran = Ran.of("invite", "--home", home(), "--username", "bo", "--name", "Bo", "--json");
    assertThat(only(ran).get("invitation").asString()).isEqualTo("http://127.0.0.1:26000/i/x#y");
    assertThat(ran.calls()).contains("invite bo Bo");
  }

  @Test
  void creatingARoomPrintsItsId() {
    Ran ran =
        Ran.of(
            "rooms",
            "create",
            "--home",
            home(),
            "--title",
            "Tide",
            "--member",
            "ada",
            "--member",
            "bo",
            "--json");
    assertThat(keys(ran)).containsExactly("conversation");
    assertThat(only(ran).get("conversation").asString()).hasSize(43);
    assertThat(ran.calls()).contains("createRoom Tide [ada, bo]");
  }

  @Test
  void sendingPrintsTheMessageOnceTheServerHasIt() {
    Ran ran = Ran.of("send", "--home", home(), "--to", "ada", "hello", "there", "--json");
    assertThat(ran.code()).isZero();
    assertThat(only(ran).get("message").asString()).hasSize(32);
    assertThat(ran.calls()).contains("direct ada", "send hello there");
  }

  @Test
  void textComesFromStandardInputToo() {
    assertThat(Ran.withInput("from a pipe\n", "send", "--to", "ada").calls())
        .contains("send from a pipe");
    assertThat(Ran.withInput("from a pipe\n", "send", "--to", "ada", "-").calls())
        .contains("send from a pipe");
    assertThat(Ran.withInput(" \n", "send", "--to", "ada").code()).isEqualTo(2);
    assertThat(Ran.withInput("x".repeat(32_769), "send", "--to", "ada").code()).isEqualTo(2);
    assertThat(Ran.withInput("x".repeat(32_768), "send", "--to", "ada").code()).isZero();
  }

  @Test
  void sendingTakesTimersFilesPlacesAndMentions() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.txt"), "plan");
    assertThat(
            Ran.of(
                    "send",
                    "--conversation",
                    "Harbour crew",
                    "--file",
                    file.toString(),
                    "--voice-memo",
                    "42s",
                    "--expires",
                    "1h",
                    "--burn",
                    "10s",
                    "--reply-to",
                    "00000000000000000000000000000001",
                    "--mention",
                    "@ada",
                    "look @ada")
                .calls())
        .contains("send look @ada file=plan.txt re=01 ttl=3600 burn=10 voice=42000 @[ada]");
    assertThat(Ran.of("send", "--to", "ada", "--location", "52.5,13.4").calls())
        .contains("send  at=52.5");
    assertThat(Ran.of("send", "--to", "ada", "--location", "95,13.4").code()).isEqualTo(2);
    assertThat(Ran.of("send", "--to", "ada", "--file", "/nowhere/x").code()).isEqualTo(2);
    assertThat(Ran.of("send", "--to", "ada", "--voice-memo", "1s", "x").code()).isEqualTo(2);
  }

  @Test
  void anUnreachableServerIsExitCodeFourAndNamesTheSavedMessage() {
    Ran ran = Ran.of("send", "--to", "ada", "never", "arrives", "--json");
    assertThat(ran.code()).isEqualTo(4);
    assertThat(only(ran).get("event").asString()).isEqualTo("error");
    assertThat(only(ran).get("kind").asString()).isEqualTo("unreachable");
    assertThat(only(ran).get("message").asString()).hasSize(32);
    assertThat(ran.err()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsExitCodeThree() {
    Ran ran = Ran.of("send", "--to", "nobody", "hello", "--json");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(only(ran).get("kind").asString()).isEqualTo("not_found");
    assertThat(only(ran).get("exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void wrongCommandLinesAreExitCodeTwoInOneLine() {
    for (String line :
        List.of(
            "",
            "nonsense",
            "send",
            "send --to a --conversation b x",
            "send --to ada --expires 3x y",
            "react --message 1",
            "rooms",
            "listen --count x",
            "status --home " + home() + "-empty")) {
      Ran ran = Ran.of(line.isEmpty() ? new String[0] : line.split(" ", -1));
      assertThat(ran.code()).as(line).isEqualTo(2);
      assertThat(ran.err()).as(line).hasSize(1);
      assertThat(ran.out()).as(line).isEmpty();
    }
    assertThat(only(Ran.of("send", "--json")).get("kind").asString()).isEqualTo("usage");
  }

  @Test
  void commandsAboutAMessageNameIt() {
    String id = Message.ref(2).text();
    assertThat(Ran.of("react", "--message", id, ":thumbsup:").calls()).contains("react 👍 false");
    assertThat(Ran.of("react", "--message", id, "👍", "--remove").calls())
        .contains("react 👍 true");
    assertThat(Ran.of("reply", "--message", id, "yes").calls()).contains("send yes re=02");
    assertThat(Ran.of("edit", "--message", id, "better").calls()).contains("edit better");
    assertThat(Ran.of("recall", "--message", id).calls()).contains("recall 02");
    assertThat(Ran.of("delete", "--message", id).calls()).contains("delete 02");
    assertThat(Ran.of("star", "--message", id, "--off").calls()).contains("star false");
    assertThat(Ran.of("read", "--message", id).calls()).contains("markRead 02");
    assertThat(Ran.of("read").code()).isEqualTo(2);
  }

  @Test
  void listeningPrintsWhatArrivesAndEndsAtTheCount() {
    FakeDoors doors = new FakeDoors();
    doors.session.talk.arrivals.addAll(
        List.of(
            Message.of(1, Samples.ADA, "one").build(),
            Message.of(2, Samples.ADA, "").kind(MessageKind.RECEIPT).build(),
            Message.of(3, Samples.BO, "two\nlines").build(),
            Message.of(4, Samples.BO, "later").build()));
    Ran ran = Ran.with(doors, "", Optional.empty(), "listen", "--count", "2", "--json");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).hasSize(2);
    assertThat(json(ran.out().get(1)).get("text").asString()).isEqualTo("two\nlines");
    assertThat(keys(json(ran.out().getFirst())))
        .startsWith("event", "message", "conversation", "from", "sentAt", "kind", "text");
    assertThat(json(ran.out().getFirst()).get("from").asString()).isEqualTo("ada");
    assertThat(ran.calls())
        .contains("stayConnected", "done listen 3")
        .doesNotContain("done listen 4");
  }

  @Test
  void aListenerThatLeavesMessagesOutKeepsAPlaceOfItsOwn() {
    FakeDoors doors = new FakeDoors();
    doors.session.talk.arrivals.addAll(
        List.of(
            Message.of(1, Samples.ADA, "").kind(MessageKind.REACTION).build(),
            Message.of(2, Samples.ADA, "one").build()));
    Ran ran =
        Ran.with(
            doors, "", Optional.empty(), "listen", "--count", "1", "--kinds", "text", "--json");
    assertThat(ran.out()).hasSize(1);
    assertThat(ran.calls())
        .contains("begin listen kinds=text like listen", "done listen kinds=text 2")
        .doesNotContain("done listen 1", "done listen 2");
  }

  @Test
  void noTextCanLookLikeTheLineOfSomebodyElse() {
    FakeDoors doors = new FakeDoors();
    doors.session.talk.arrivals.add(
        Message.of(1, Samples.ADA, "harmless\n0123abcd  12:00  Bo  a forged line").build());
    Ran ran = Ran.with(doors, "", Optional.empty(), "listen", "--count", "1");
    assertThat(ran.out()).hasSize(2);
    assertThat(ran.out().getLast()).startsWith("      0123abcd");
  }

  @Test
  void aListenerThatIsOutOfTimeSaysSoAndIsDone() {
    Ran ran = Ran.of("listen", "--count", "2", "--timeout", "1s", "--json");
    assertThat(ran.code()).isZero();
    assertThat(only(ran).get("event").asString()).isEqualTo("timeout");
    assertThat(only(ran).get("received").asInt()).isZero();
    FakeDoors offline = new FakeDoors();
    offline.session.connection = ConnectionState.CONNECTING;
    assertThat(Ran.with(offline, "", Optional.empty(), "listen", "--timeout", "1s").code())
        .isEqualTo(4);
  }

  @Test
  void historyIsOldestFirstAndBounded() {
    Ran all = Ran.of("history", "--conversation", "Harbour crew", "--json");
    assertThat(all.out()).hasSize(10);
    assertThat(json(all.out().getFirst()).get("text").asString()).contains("locks");
    Ran two =
        Ran.of(
            "history",
            "--conversation",
            "Harbour crew",
            "--limit",
            "2",
            "--before",
            Message.ref(3).text(),
            "--json");
    assertThat(two.out()).hasSize(2);
    assertThat(json(two.out().getLast()).get("message").asString())
        .isEqualTo(Message.ref(2).text());
  }

  @Test
  void filesAreSavedWhereAsked() {
    Ran ran =
        Ran.of(
            "files", "get", "--message", Message.ref(5).text(), "--out", "/x/chart.png", "--json");
    assertThat(only(ran).get("path").asString()).isEqualTo("/x/chart.png");
  }

  @Test
  void devicesAreListedAndRemoved() throws IOException {
    Ran list = Ran.of("devices", "list", "--json");
    assertThat(list.out()).hasSize(2);
    assertThat(json(list.out().getFirst()).get("current").asBoolean()).isTrue();
    assertThat(
            Ran.of("devices", "remove", "--device", "phone", "--password-file", password("pw"))
                .calls())
        .contains("remove e pw");
    assertThat(Ran.of("devices", "remove", "--device", "fridge").code()).isEqualTo(3);
  }

  @Test
  void linkingShowsTheCodeAndAsksBeforeItConfirms() {
    Ran ran = Ran.of("link", "offer", "--home", home(), "--yes", "--json");
    assertThat(events(ran)).containsExactly("code", "request", "linked");
    assertThat(ran.calls()).contains("confirmLink true");
    Ran unasked = Ran.of("link", "accept", "CODE", "--home", home());
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.calls()).doesNotContain("confirmLink true");
    Ran refused = Ran.with(new FakeDoors(), "", Optional.of(saying(false)), "link", "accept", "C");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.calls()).contains("refuseLink");
  }

  @Test
  void aNewDeviceOffersOrAccepts() {
    Ran offered =
        Ran.of("link", "offer", "--home", home() + "-empty", "--server", "http://x", "--json");
    assertThat(events(offered)).containsExactly("code", "check", "linked");
    Ran accepted = Ran.of("link", "accept", "CODE", "--home", home() + "-empty", "--json");
    assertThat(events(accepted)).containsExactly("check", "linked");
    assertThat(Ran.of("link", "offer", "--home", home() + "-empty").code()).isEqualTo(2);
  }

  @Test
  void safetyNumbersAreShownAndMarked() {
    Ran ran = Ran.of("verify", "--with", "ada", "--json");
    assertThat(only(ran).get("safetyNumber").asString().split(" ")).hasSize(12);
    assertThat(Ran.of("verify", "--with", "ada", "--mark-verified").calls())
        .contains("mark ada true");
  }

  @Test
  void passwordsAreChangedFromFilesOrByAsking() throws IOException {
    assertThat(
            Ran.of(
                    "password",
                    "change",
                    "--password-file",
                    password("old"),
                    "--new-password-file",
                    password("new"))
                .calls())
        .contains("changePassword old new");
    assertThat(
            Ran.with(new FakeDoors(), "", Optional.of(saying(true)), "password", "change").calls())
        .contains("changePassword typed typed");
  }

  @Test
  void everyCommandHelps() {
    for (CommandTree.Group group : CommandTree.GROUPS) {
      for (Class<?> type : group.commands()) {
        String name = type.getAnnotation(picocli.CommandLine.Command.class).name();
        Ran ran = Ran.of(name, "--help");
        assertThat(ran.code()).as(name).isZero();
        assertThat(ran.out().getFirst()).as(name).startsWith("Usage: wardroom " + name);
      }
    }
    assertThat(Ran.of("--help").out()).anyMatch(line -> line.contains("doctor"));
  }

  @Test
  void completionScriptsNameTheCommands() {
    for (String shell : List.of("bash", "zsh", "fish")) {
      assertThat(String.join("\n", Ran.of("completion", shell).out()))
          .contains("send", "rooms", "create");
    }
  }

  private static Prompt saying(boolean yes) {
    return new Prompt() {
      @Override
      public char[] secret(String question) {
        return "typed".toCharArray();
      }

      @Override
      public boolean confirm(String question) {
        return yes;
      }
    };
  }

  private String home() {
    return folder.resolve("home").toString();
  }

  private String password(String text) throws IOException {
    return Files.writeString(folder.resolve(text + ".txt"), text + "\n").toString();
  }

  private static JsonNode only(Ran ran) {
    assertThat(ran.out()).hasSize(1);
    return json(ran.out().getFirst());
  }

  private static JsonNode json(String line) {
    return JSON.readTree(line);
  }

  private static List<String> keys(Ran ran) {
    return keys(only(ran));
  }

  private static List<String> keys(JsonNode node) {
    return new ArrayList<>(node.propertyNames());
  }

  private static List<String> events(Ran ran) {
    return ran.out().stream().map(line -> json(line).get("event").asString()).toList();
  }
}

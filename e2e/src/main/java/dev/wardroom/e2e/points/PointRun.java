package dev.wardroom.e2e.points;

import dev.wardroom.client.Devices;
import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpc;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.e2e.hostile.Cut;
import dev.wardroom.e2e.hostile.Tampering;
import dev.wardroom.e2e.live.LivePeople;
import dev.wardroom.e2e.live.LiveServer;
import dev.wardroom.e2e.live.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Ann, whose engine runs here, and Ben, whose commands are killed. One thread.
public final class PointRun implements AutoCloseable {
  private static final int FILE_BYTES = 48 * 1024 * 1024;
  private static final int BETWEEN_POINTS_BYTES = 17 * 1024 * 1024;
  private static final int KILLED = 137;

  private final Path folder;
  private final LiveServer server;
  private final LivePeople people;
  private final Session ann;
  private final ConversationRef direct;
  private volatile Optional<KilledProcess> running = Optional.empty();
  private int texts;

  public PointRun(Path folder) {
    this.folder = folder;
    MovableClock clock = new MovableClock();
    server = LiveServer.start(LiveServer.Place.in(folder.resolve("server"), clock));
    people = new LivePeople(folder.resolve("homes"), server, clock);
    ann = people.owner("ann");
    ann.stayConnected();
    direct = begin();
  }

  private ConversationRef begin() {
    Session ben = people.invited(ann, "ben");
    ConversationRef made = ann.conversations().direct("ben").conversation();
    MessageView first = LivePeople.say(ann, made, "first");
    ben.catchUp(LivePeople.PATIENCE);
    LivePeople.seen(ben, first.message());
    ben.close();
    return made;
  }

  /// All points, in an order that a person would live through.
  public List<PointOutcome> all() throws IOException, InterruptedException {
    return List.of(
        afterTheClaim(),
        afterOutboxSaved(),
        beforeTheAnswer(),
        beforeTheAcknowledgement(),
        inAnUpload(),
        inADownload(),
        inLinking());
  }

  private Tampering ways() {
    return people.way("ben").rules();
  }

  private KilledProcess.Ended run(String... arguments) throws InterruptedException {
    return start(arguments).await();
  }

  private KilledProcess start(String... arguments) {
    KilledProcess started = KilledProcess.start(folder.resolve("commands.log"), arguments);
    running = Optional.of(started);
    return started;
  }

  private KilledProcess.Ended ben(String command, String... rest) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    arguments.addAll(List.of("--home", people.home("ben").toString(), "--json"));
    arguments.addAll(List.of(rest));
    return run(arguments.toArray(String[]::new));
  }

  /// What a rule does at its point: the process is dead before anything else happens.
  private void killed() {
    running.ifPresent(KilledProcess::kill);
    throw new Cut();
  }

  /// The send is saved and sealed; the server never hears of it.
  public PointOutcome afterOutboxSaved() throws InterruptedException {
    return sending("outbox saved, not sent", Rpcs.SEND, true);
  }

  /// The server has it on disk; the client never hears of it.
  public PointOutcome beforeTheAnswer() throws InterruptedException {
    return sending("sent, not answered", Rpcs.SEND, false);
  }

  /// A lease is claimed, nothing is sealed.
  public PointOutcome afterTheClaim() throws InterruptedException {
    return sending("lease claimed, not sealed", Rpcs.CLAIM, false);
  }

  private PointOutcome sending(String point, Rpc<?, ?> rpc, boolean before)
      throws InterruptedException {
    String text = "text " + texts++;
    String next = "text " + texts++;
    int kills;
    try (Tampering.Rule _ = killingAt(rpc, before)) {
      kills = ben("send", "--conversation", direct.text(), text).code() == KILLED ? 1 : 0;
    }
    KilledProcess.Ended after = ben("send", "--conversation", direct.text(), next);
    List<String> wanted = List.of(text, next);
    LivePeople.await(() -> after.code() != 0 || shown(ann).contains(next));
    List<String> bens = benShows();
    return new PointOutcome(
        point,
        kills,
        2 * wanted.size(),
        missing(wanted, shown(ann)) + missing(wanted, bens),
        doubled(shown(ann)) + doubled(bens),
        "exit code after it: " + after.code());
  }

  private Tampering.Rule killingAt(Rpc<?, ?> rpc, boolean before) {
    if (before) {
      return ways().request(rpc, _ -> killed());
    }
    return ways()
        .answer(
            rpc,
            answer -> {
              killed();
              return answer;
            });
  }

  /// Messages are saved; the server does not know it and sends them again.
  public PointOutcome beforeTheAcknowledgement() throws InterruptedException {
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      wanted.add("text " + texts++);
      LivePeople.say(ann, direct, wanted.getLast());
    }
    int kills;
    try (Tampering.Rule _ =
        ways()
            .toServer(frame -> {
              if (frame.hasAcknowledge()) {
                killed();
              }
              return Optional.of(frame);
            })) {
      kills = ben("listen", "--timeout", "30s").code() == KILLED ? 1 : 0;
    }
    List<String> bens = benShows();
    return new PointOutcome(
        "inbox saved, not acknowledged",
        kills,
        wanted.size(),
        missing(wanted, bens),
        doubled(bens),
        "");
  }

  /// Half of a file is sent; the same command again goes on from there.
  public PointOutcome inAnUpload() throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("plan.bin"), bytes());
    String[] command = {"--conversation", direct.text(), "--file", file.toString()};
    AtomicLong carried = new AtomicLong();
    int kills;
    try (Tampering.Rule _ = files(true, FILE_BYTES / 2, carried::set)) {
      kills = ben("send", command).code() == KILLED ? 1 : 0;
    }
    long before = carried.get();
    try (Tampering.Rule _ = files(true, Long.MAX_VALUE, carried::set)) {
      KilledProcess.Ended again = ben("send", command);
      if (again.code() != 0) {
        return new PointOutcome("in an upload", kills, 1, 1, 0, again.out());
      }
    }
    LivePeople.await(() -> fileMessages(ann).size() == 1);
    Path got =
        ann.files().get(fileMessages(ann).getFirst().message(), folder, true, Progress.none());
    boolean same = Files.mismatch(got, file) < 0;
    return new PointOutcome(
        "in an upload",
        kills,
        1,
        same ? 0 : 1,
        fileMessages(ann).size() - 1 + again(before, carried.get()),
        "%d KiB, then %d KiB".formatted(before / 1024, carried.get() / 1024));
  }

  /// Half of a file has come; the same command again goes on from there.
  public PointOutcome inADownload() throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("chart.bin"), bytes());
    MessageView said = LivePeople.say(ann, direct, Draft.file(file, ""));
    Path out = folder.resolve("chart-at-ben.bin");
    String[] command = {"--message", said.message().text(), "--out", out.toString()};
    ben("listen", "--count", "1", "--kinds", "file", "--timeout", "30s");
    AtomicLong carried = new AtomicLong();
    int kills;
    try (Tampering.Rule _ = files(false, FILE_BYTES / 2, carried::set)) {
      kills = ben("files get", command).code() == KILLED ? 1 : 0;
    }
    long before = carried.get();
    carried.set(0);
    try (Tampering.Rule _ = files(false, Long.MAX_VALUE, carried::set)) {
      KilledProcess.Ended again = ben("files get", command);
      if (again.code() != 0) {
        return new PointOutcome("in a download", kills, 1, 1, 0, again.out());
      }
    }
    boolean same = Files.exists(out) && Files.mismatch(out, file) < 0;
    return new PointOutcome(
        "in a download",
        kills,
        1,
        same ? 0 : 1,
        again(before, carried.get()),
        "%d KiB, then %d KiB".formatted(before / 1024, carried.get() / 1024));
  }

  /// 1 when a second transfer carried more again than what comes between two points from which a
  /// transfer goes on.
  private static int again(long before, long after) {
    return before + after > FILE_BYTES + BETWEEN_POINTS_BYTES ? 1 : 0;
  }

  private Tampering.Rule files(boolean upload, long killAt, Consumer<Long> carried) {
    return ways()
        .files((toServer, passed) -> {
          if (toServer == upload) {
            carried.accept(passed);
            if (passed >= killAt) {
              killed();
            }
          }
        });
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[FILE_BYTES];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  private static List<MessageView> fileMessages(Session session) {
    return session.conversations().list().stream()
        .flatMap(c -> session.messages().history(c.conversation(), Optional.empty(), 500).stream())
        .filter(message -> message.kind() == MessageKind.FILE && !message.own())
        .toList();
  }

  private List<String> shown(Session session) {
    return session.messages().history(direct, Optional.empty(), 500).stream()
        .filter(message -> message.kind() != MessageKind.MEMBERSHIP)
        .map(MessageView::text)
        .toList();
  }

  private List<String> benShows() {
    return shownBy("ben");
  }

  private static int missing(List<String> wanted, List<String> shown) {
    return (int) wanted.stream().filter(text -> !shown.contains(text)).count();
  }

  private static int doubled(List<String> shown) {
    return (int)
        shown.stream()
            .filter(text -> text.startsWith("text "))
            .distinct()
            .filter(text -> Collections.frequency(shown, text) > 1)
            .count();
  }

  @Override
  public void close() {
    people.close();
    server.close();
  }

  /// A new device is killed while history comes: it is a device all the same, and the next one gets
  /// all of the history.
  public PointOutcome inLinking() throws InterruptedException {
    List<String> before = benShows();
    try (Session ben = people.reopen("ben")) {
      ben.stayConnected();
      int kills;
      try (Tampering.Rule _ = files(false, 1, _ -> {})) {
        kills = link(ben, "ben-tablet").code() == KILLED ? 1 : 0;
      }
      String text = "text " + texts++;
      LivePeople.say(ann, direct, text);
      List<String> half = shownBy("ben-tablet");
      KilledProcess.Ended again = link(ben, "ben-desktop");
      List<String> whole = again.code() == 0 ? shownBy("ben-desktop") : List.of();
      return new PointOutcome(
          "in linking, while history comes",
          kills,
          before.size() + 1,
          missing(before, whole) + missing(List.of(text), half),
          doubled(whole) + doubled(half),
          ben.devices().list().size() + " devices listed");
    }
  }

  private KilledProcess.Ended link(Session old, String name) throws InterruptedException {
    Devices.LinkOffer offer = old.devices().offerLink();
    KilledProcess linking =
        start("link", "accept", "--home", people.home(name).toString(), "--json", offer.code());
    old.devices()
        .confirmLink(old.devices().awaitLink(offer, LivePeople.PATIENCE), true, Progress.none());
    return linking.await();
  }

  private List<String> shownBy(String device) {
    try (Session session = people.reopen(device)) {
      session.catchUp(LivePeople.PATIENCE);
      return shown(session);
    }
  }
}

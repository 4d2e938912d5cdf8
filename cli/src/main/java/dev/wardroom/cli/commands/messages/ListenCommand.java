package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.MessageLines;
import dev.wardroom.cli.output.Views;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom listen`.
@Command(
    name = "listen",
    description = {
      "Print what arrives, one line each, until --count or --timeout is reached or Ctrl-C is pressed.",
      "",
      "Everything is printed once, also what came while nobody was listening. Each --reader has a place of its own, and"
          + " another one for each --conversation and --kinds: what those leave out is not lost to others. What this"
          + " device sent itself is not printed; what the own other devices sent is.",
      "With --timeout the exit code is 0 also when fewer than --count came; a line says so."
    })
public final class ListenCommand implements Callable<Integer> {
  private static final int BATCH = 100;
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);
  private static final Set<MessageKind> QUIET =
      EnumSet.of(MessageKind.RECEIPT, MessageKind.STATE, MessageKind.PROFILE);

  @Mixin private final HomeOptions home;

  @Option(names = "--count", paramLabel = "N", description = "End after this many.")
  private int count;

  @Option(names = "--timeout", paramLabel = "TIME", description = "End after this time.")
  private @Nullable Duration timeout;

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "Print only this conversation: id, unique beginning of an id, or title.")
  private @Nullable String conversation;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      description = "Print only these kinds, for example text,file.")
  private List<String> kinds = List.of();

  @Option(
      names = "--all",
      description = "Print read receipts, profiles and the state of own devices too.")
  private boolean all;

  @Option(
      names = "--reader",
      paramLabel = "NAME",
      defaultValue = "listen",
      description = "Whose place to go on from (default: ${DEFAULT-VALUE}).")
  private String reader = "listen";

  public ListenCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    Clock clock = home.shell().clock();
    Instant end = timeout == null ? Instant.MAX : clock.instant().plus(timeout);
    try (Session session = home.open()) {
      session.stayConnected();
      return listen(session, clock, end);
    }
  }

  private int listen(Session session, Clock clock, Instant end) {
    MessageLines lines = new MessageLines(clock.getZone());
    @Nullable String only =
        conversation == null
            ? null
            : session.conversations().resolve(conversation).conversation().text();
    String place = place(only);
    if (!place.equals(reader)) {
      session.arrivals().begin(place, reader);
    }
    int printed = 0;
    boolean connected = false;
    while (count == 0 || printed < count) {
      Duration pause = pause(clock.instant(), end);
      int max = count == 0 ? BATCH : Math.min(BATCH, count - printed);
      List<MessageView> arrived = session.arrivals().next(place, max, pause);
      for (MessageView message : arrived) {
        if (isWanted(message, only)) {
          home.output().result(Views.message(message), lines.line(message));
          printed++;
          if (home.output().isBroken()) {
            // Not taken care of: it is printed to whoever listens next.
            throw new ClientException(
                Kind.REFUSED, "Nobody reads the output any more. Run it again to go on.");
          }
        }
        session.arrivals().done(place, message.arrival());
      }
      connected |= isConnected(session.connection());
      if (arrived.isEmpty() && !clock.instant().isBefore(end)) {
        return ended(printed, connected);
      }
    }
    return 0;
  }

  /// A reader that leaves messages out has a place of its own: what it did not print is still there
  /// for others. It begins where the named reader is.
  private String place(@Nullable String only) {
    StringBuilder place = new StringBuilder(reader);
    if (only != null) {
      place.append(" conversation=").append(only);
    }
    if (!kinds.isEmpty()) {
      place.append(" kinds=").append(String.join(",", new TreeSet<>(kinds)));
    }
    return place.toString();
  }

  private int ended(int printed, boolean connected) {
    if (printed == 0 && !connected) {
      throw new ClientException(
          Kind.UNREACHABLE,
          "The server could not be reached in this time. Check the network and the address.");
    }
    if (printed < count) {
      home.output()
          .result(Json.event("timeout").with("received", printed).with("expected", count), "");
      home.output().note("Ended after " + printed + " of " + count + ": the time was over.");
    }
    return 0;
  }

  private boolean isWanted(MessageView message, @Nullable String only) {
    if (only != null && !message.conversation().text().equals(only)) {
      return false;
    }
    if (!kinds.isEmpty()) {
      return kinds.contains(message.kind().text());
    }
    return all || !QUIET.contains(message.kind());
  }

  private static boolean isConnected(ConnectionState state) {
    return state == ConnectionState.ONLINE || state == ConnectionState.CATCHING_UP;
  }

  private static Duration pause(Instant now, Instant end) {
    if (end.equals(Instant.MAX)) {
      return PAUSE_MAX;
    }
    Duration left = Duration.between(now, end);
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(PAUSE_MAX) < 0 ? left : PAUSE_MAX;
  }
}

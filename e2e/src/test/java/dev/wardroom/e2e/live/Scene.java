package dev.wardroom.e2e.live;

import dev.wardroom.client.Events;
import dev.wardroom.client.Events.Event;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.e2e.hostile.Tampering;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ann and Ben, who know each other and stay connected; what Ben is warned of is collected. One
/// thread at a time.
final class Scene implements AutoCloseable {
  final MovableClock clock = new MovableClock();
  final LiveServer server;
  final LivePeople people;
  final Session ann;
  final Session ben;
  final ConversationRef direct;
  private final Events.Stream events;
  private final List<WarningView> warnings = new ArrayList<>();

  Scene(Path folder) {
    server = LiveServer.start(LiveServer.Place.in(folder.resolve("server"), clock));
    people = new LivePeople(folder.resolve("homes"), server, clock);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    ann.stayConnected();
    ben.stayConnected();
    direct = ann.conversations().direct("ben").conversation();
    LivePeople.seen(ben, LivePeople.say(ann, direct, "first").message());
    LivePeople.seen(ann, LivePeople.say(ben, direct, "second").message());
    events = ben.events().open();
  }

  Tampering bens() {
    return people.way("ben").rules();
  }

  Tampering anns() {
    return people.way("ann").rules();
  }

  /// What Ann says reaches Ben unharmed: he went on working.
  void assertBothGoOn() {
    MessageView there = LivePeople.say(ann, direct, "still here?");
    LivePeople.await(() -> shows(ben, there));
    MessageView back = LivePeople.say(ben, direct, "still here");
    LivePeople.await(() -> shows(ann, back));
  }

  private static boolean shows(Session who, MessageView wanted) {
    return texts(who, wanted.conversation()).contains(wanted.text());
  }

  /// The texts of a conversation in the order in which they are shown.
  static List<String> texts(Session who, ConversationRef conversation) {
    return who.messages().history(conversation, Optional.empty(), 500).stream()
        .filter(message -> message.kind() == MessageKind.TEXT)
        .map(MessageView::text)
        .toList();
  }

  /// Waits until Ben was warned of this.
  WarningView awaitWarning(WarningView.Kind kind) {
    return LivePeople.await(() -> {
      warnings();
      return warnings.stream().filter(w -> w.kind() == kind).findFirst().orElse(null);
    });
  }

  /// What Ben was warned of so far.
  List<WarningView> warnings() {
    for (Event event : events.next(Duration.ZERO)) {
      if (event instanceof Event.Warned warned) {
        warnings.add(warned.warning());
      }
    }
    return List.copyOf(warnings);
  }

  @Override
  public void close() {
    events.close();
    people.close();
    server.close();
  }
}

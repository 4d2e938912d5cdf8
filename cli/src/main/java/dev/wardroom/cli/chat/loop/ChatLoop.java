package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.ChatKeys;
import dev.wardroom.cli.chat.ChatNews;
import dev.wardroom.cli.chat.draw.ChatDrawing;
import dev.wardroom.cli.chat.input.Key;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.cli.text.Ansi;
import dev.wardroom.cli.text.Palette;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.client.Events;
import dev.wardroom.client.Events.Event;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/// The messenger's own thread: takes what happened, changes the state, has effects performed,
/// paints.
public final class ChatLoop {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration TYPING_PAUSE = Duration.ofSeconds(3);
  private static final Duration EVENTS_WAIT = Duration.ofSeconds(1);

  private final Session session;
  private final Terminal terminal;
  private final Clock clock;
  private final Appearance appearance;
  private final Inbox inbox = new Inbox();
  private volatile ChatState state;
  private boolean focused = true;
  private boolean ended;
  private Instant typingTold = Instant.EPOCH;
  private Optional<ConversationRef> readTold = Optional.empty();

  /// @param mouse wheel and clicks come to us; the terminal's own selection then needs Shift
  /// @param bell rings when a message comes while the window is elsewhere
  public record Appearance(Palette palette, boolean mouse, boolean bell) {}

  public ChatLoop(Session session, Terminal terminal, Clock clock, Appearance appearance) {
    this.session = session;
    this.terminal = terminal;
    this.clock = clock;
    this.appearance = appearance;
    Size size = terminal.getSize();
    this.state =
        ChatState.begin(
            size.getColumns(),
            size.getRows(),
            clock.instant(),
            clock.getZone(),
            session.accounts().self());
  }

  /// Runs until the person leaves.
  public void run(Optional<ConversationRef> first) throws InterruptedException {
    EngineReader reader = new EngineReader(session, inbox, () -> state);
    terminal.handle(Signal.WINCH, _ -> inbox.put(new Input.Resized()));
    Thread reading = Thread.ofVirtual().name("chat-reader").start(reader);
    Thread events = Thread.ofVirtual().name("chat-events").start(this::hear);
    Thread keys =
        Thread.ofPlatform().daemon().name("chat-keys").start(new KeyReader(terminal, inbox));
    try (ScreenPainter painter =
            new ScreenPainter(terminal, new Ansi(appearance.palette()), appearance.mouse());
        EffectRunner effects = new EffectRunner(session, inbox, reader)) {
      Thread restoring = new Thread(painter::close, "chat-terminal");
      Runtime.getRuntime().addShutdownHook(restoring);
      session.stayConnected();
      begin(reader, effects, first);
      turn(painter, effects, reader);
      Runtime.getRuntime().removeShutdownHook(restoring);
    } finally {
      List.of(reading, events, keys).forEach(Thread::interrupt);
    }
  }

  private void begin(EngineReader reader, EffectRunner effects, Optional<ConversationRef> first) {
    reader.stale();
    first
        .or(() ->
            session.conversations().list().stream().findFirst().map(one -> one.conversation()))
        .ifPresent(ref -> effects.run(new Effect.Open(ref, Optional.empty())));
  }

  private void turn(ScreenPainter painter, EffectRunner effects, EngineReader reader)
      throws InterruptedException {
    while (!ended) {
      painter.paint(ChatDrawing.screen(state));
      List<Input> inputs = inbox.take(TICK);
      state = state.at(clock.instant());
      for (Input input : inputs) {
        take(input, painter, effects, reader);
      }
      tellRead(effects);
      painter.title(title());
    }
  }

  private void take(Input input, ScreenPainter painter, EffectRunner effects, EngineReader reader) {
    switch (input) {
      case Input.Pressed(Key.Focus focus) -> focused = focus.gained();
      case Input.Pressed pressed -> press(pressed.key(), painter, effects);
      case Input.Resized _ -> {
        Size size = terminal.getSize();
        state = state.withSize(Math.max(20, size.getColumns()), Math.max(6, size.getRows()));
        painter.forget();
      }
      case Input.Happened happened -> {
        for (Event event : happened.events()) {
          state = ChatNews.event(state, event);
          ring(event, painter);
        }
        reader.stale();
      }
      case Input.Changed changed -> state = changed.change().apply(state);
      case Input.Ended _ -> ended = true;
    }
  }

  private void press(Key key, ScreenPainter painter, EffectRunner effects) {
    Step step = ChatKeys.press(state, key);
    state = step.state();
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Quit _ -> ended = true;
        case Effect.Redraw _ -> painter.forget();
        case Effect.Copy copy -> painter.copy(copy.text());
        case Effect.Typing typing -> tellTyping(typing, effects);
        case Effect.Send send -> {
          typingTold = Instant.EPOCH;
          effects.run(send);
        }
        default -> effects.run(effect);
      }
    }
  }

  private void tellTyping(Effect.Typing typing, EffectRunner effects) {
    Instant now = clock.instant();
    if (Duration.between(typingTold, now).compareTo(TYPING_PAUSE) >= 0) {
      typingTold = now;
      effects.run(typing);
    }
  }

  /// What is seen counts as read, once for each time it becomes unread.
  private void tellRead(EffectRunner effects) {
    ChatState now = state;
    if (!ChatNews.isRead(now, focused)) {
      readTold = Optional.empty();
    } else if (!readTold.equals(now.open())) {
      readTold = now.open();
      now.open().ifPresent(ref -> effects.run(new Effect.MarkRead(ref)));
    }
  }

  private void ring(Event event, ScreenPainter painter) {
    if (appearance.bell() && !focused && event instanceof Event.MessageArrived arrived) {
      MessageView message = arrived.message();
      boolean muted =
          state.conversations().stream()
              .filter(one -> one.conversation().equals(message.conversation()))
              .anyMatch(one -> one.mutedUntil().isPresent());
      if (!message.own() && !muted) {
        painter.bell();
      }
    }
  }

  private String title() {
    int unread = state.conversations().stream().mapToInt(one -> one.unread()).sum();
    String name = state.conversation().map(one -> one.title()).orElse("Wardroom");
    return (unread > 0 ? "(" + unread + ") " : "") + SafeText.line(name);
  }

  private void hear() {
    try (Events.Stream stream = session.events().open()) {
      while (!Thread.currentThread().isInterrupted()) {
        List<Event> events = stream.next(EVENTS_WAIT);
        if (!events.isEmpty()) {
          inbox.put(new Input.Happened(events));
        }
      }
    }
  }
}

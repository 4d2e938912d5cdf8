package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.output.Durations;
import dev.wardroom.cli.output.MessageLines;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.MarkdownDrawing;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.cli.text.Wrapping;
import dev.wardroom.client.view.ConversationView.MemberView;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.MessageView.MentionView;
import dev.wardroom.client.view.MessageView.QuoteView;
import dev.wardroom.client.view.MessageView.ReactionView;
import dev.wardroom.client.view.PersonView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One message as rows: name and time, what it answers, what it says, its marks, reactions and
/// warnings.
final class MessageDrawing {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final Line INDENT = Line.of("  ", Style.PLAIN);

  private final Instant now;
  private final ZoneId zone;
  private final int width;
  private final int readers;

  /// The members say how many others could read it: with more than one, their number stands beside
  /// the ticks.
  MessageDrawing(Instant now, ZoneId zone, int width, List<MemberView> members) {
    this.now = now;
    this.zone = zone;
    this.width = width;
    this.readers = (int) members.stream().filter(member -> !member.person().self()).count();
  }

  /// All rows. `named` says whether the sender's name stands above it; a message that follows
  /// another of the same person goes without.
  List<Line> rows(MessageView message, boolean named) {
    return switch (message.kind()) {
      case MEMBERSHIP, CARD, PROFILE, STATE -> centred(SafeText.line(message.text()));
      default -> said(message, named);
    };
  }

  private List<Line> said(MessageView message, boolean named) {
    List<Line> rows = new ArrayList<>();
    if (named) {
      rows.add(head(message));
    }
    message.replyTo().ifPresent(quote -> rows.add(quote(quote)));
    rows.addAll(body(message));
    reactions(message).ifPresent(rows::add);
    rows.addAll(warnings(message));
    return rows.stream().map(row -> row.cut(width)).toList();
  }

  private Line head(MessageView message) {
    Instant time = message.acceptedAt().orElse(message.sentAt());
    return Line.of(name(message.from()), Span.faint("  " + TIME.format(time.atZone(zone))));
  }

  static Span name(PersonView person) {
    String shown = person.self() ? "You" : SafeText.line(person.shownName());
    Ink ink = person.self() ? Ink.ACCENT : Ink.ofPerson(person.user().text());
    return new Span(shown, Style.of(ink).asBold());
  }

  private List<Line> body(MessageView message) {
    List<Line> rows = new ArrayList<>();
    content(message).forEach(row -> rows.add(INDENT.plus(row)));
    Line marks = marks(message);
    if (marks.width() > 0) {
      Line last = rows.getLast();
      if (last.width() + marks.width() + 2 <= width) {
        rows.set(rows.size() - 1, last.plus(Span.plain("  ")).plus(marks));
      } else {
        rows.add(INDENT.plus(marks));
      }
    }
    return rows;
  }

  private List<Line> content(MessageView message) {
    if (message.from().blocked()) {
      return faint("hidden: you block this person");
    }
    if (message.recalled()) {
      return List.of(Line.of("taken back", Style.FAINT.asItalic()));
    }
    return switch (message.kind()) {
      case UNDECRYPTABLE ->
          wrapped("could not be opened here; asked for again", Style.of(Ink.WARNING).asItalic());
      case GONE -> faint("gone before it was read here");
      case FILE, VOICE -> file(message);
      case LOCATION -> place(message);
      case TEXT, REACTION, EDIT, RECALL, RECEIPT, CARD, PROFILE, MEMBERSHIP, STATE -> text(message);
    };
  }

  private List<Line> text(MessageView message) {
    return MarkdownDrawing.rows(SafeText.lines(message.text()), mentions(message), width - 2);
  }

  private List<Line> file(MessageView message) {
    String sign = message.file().filter(one -> one.voiceMillis() > 0).isPresent() ? "🎤 " : "📎 ";
    String words = message.file().map(MessageLines::fileWords).orElse("file");
    String saved =
        message
            .file()
            .flatMap(MessageView.FileView::localPath)
            .map(path -> "  " + SafeText.line(path))
            .orElse(message.own() ? "" : "  /save");
    List<Line> rows = new ArrayList<>(captionOnly(sign + words, saved));
    if (!message.text().isBlank()) {
      rows.addAll(text(message));
    }
    return rows;
  }

  private List<Line> place(MessageView message) {
    String words = message.location().map(MessageLines::placeWords).orElse("a place");
    List<Line> rows = new ArrayList<>(captionOnly("📍 " + words, ""));
    if (!message.text().isBlank()) {
      rows.addAll(text(message));
    }
    return rows;
  }

  private List<Line> captionOnly(String words, String note) {
    return Wrapping.wrap(List.of(new Span(words, Style.of(Ink.LINK)), Span.faint(note)), width - 2);
  }

  private List<Line> faint(String words) {
    return wrapped(words, Style.FAINT.asItalic());
  }

  private List<Line> wrapped(String words, Style style) {
    return Wrapping.wrap(List.of(new Span(words, style)), width - 2);
  }

  private static Set<String> mentions(MessageView message) {
    Set<String> words = new HashSet<>();
    String text = message.text();
    for (MentionView mention : message.mentions()) {
      int end = mention.start() + mention.length();
      if (mention.start() >= 0 && mention.length() > 0 && end <= text.length()) {
        words.add(text.substring(mention.start(), end));
      }
    }
    return words;
  }

  private Line quote(QuoteView quote) {
    Line bar = INDENT.plus(Span.faint("▏ "));
    if (quote.from().isEmpty()) {
      return bar.plus(Span.faint("a message that is not on this device"));
    }
    String words = MarkdownDrawing.plain(SafeText.lines(quote.text()));
    return bar.plus(name(quote.from().get())).plus(Span.faint("  " + words)).cut(width);
  }

  /// `edited ★ ⏳ 59m ✓✓`, in that order.
  private Line marks(MessageView message) {
    List<Span> marks = new ArrayList<>();
    if (message.editedAt().isPresent() && !message.recalled()) {
      mark(marks, Span.faint("edited"));
    }
    if (message.starred()) {
      mark(marks, new Span("★", Style.of(Ink.WARNING)));
    }
    message
        .expiresAt()
        .ifPresent(end ->
            mark(
                marks,
                new Span(
                    "⏳ " + Durations.remaining(Duration.between(now, end)),
                    Style.of(Ink.WARNING))));
    if (message.expiresAt().isEmpty() && message.burnSeconds() > 0 && !message.recalled()) {
      String time = Durations.words(Duration.ofSeconds(message.burnSeconds()));
      mark(marks, new Span("🔥 " + time, Style.of(Ink.WARNING)));
    }
    if (message.own()) {
      mark(marks, ticks(message));
    }
    return new Line(marks);
  }

  private static void mark(List<Span> marks, Span mark) {
    if (!marks.isEmpty()) {
      marks.add(Span.plain("  "));
    }
    marks.add(mark);
  }

  private Span ticks(MessageView message) {
    return switch (message.delivery()) {
      case WAITING -> Span.faint("○");
      case ACCEPTED, DELIVERED -> Span.faint("✓");
      case READ -> {
        int count = message.readBy().size();
        String number = readers > 1 && count > 0 ? " " + count : "";
        yield new Span("✓✓" + number, Style.of(Ink.GOOD));
      }
      case FAILED -> new Span("✗ not sent", Style.of(Ink.DANGER));
    };
  }

  private static Optional<Line> reactions(MessageView message) {
    List<Span> spans = new ArrayList<>();
    for (ReactionView reaction : message.reactions()) {
      boolean own = reaction.by().stream().anyMatch(PersonView::self);
      spans.add(Span.plain(SafeText.line(reaction.emoji()) + " "));
      spans.add(
          new Span(
              Integer.toString(reaction.by().size()), own ? Style.of(Ink.ACCENT) : Style.FAINT));
      spans.add(Span.plain("  "));
    }
    return spans.isEmpty() ? Optional.empty() : Optional.of(INDENT.plus(new Line(spans)));
  }

  private List<Line> warnings(MessageView message) {
    List<Line> rows = new ArrayList<>();
    message
        .warnings()
        .forEach(warning ->
            rows.addAll(
                Wrapping.wrap(
                    List.of(new Span(SafeText.line(warning.text()), Style.of(Ink.WARNING))),
                    width,
                    Line.of("  ! ", Style.of(Ink.WARNING).asBold()),
                    Line.of("    ", Style.PLAIN))));
    return rows;
  }

  private List<Line> centred(String words) {
    List<Line> rows = new ArrayList<>();
    for (Line row : Wrapping.wrap(List.of(Span.faint(words)), width - 4)) {
      int left = Math.max(0, (width - row.width()) / 2);
      rows.add(Line.of(" ".repeat(left), Style.PLAIN).plus(row));
    }
    return rows;
  }

  /// True when the second needs no name above it: same person, close in time, same day, both of
  /// them said something.
  static boolean follows(MessageView first, MessageView second, ZoneId zone) {
    Instant one = first.acceptedAt().orElse(first.sentAt());
    Instant two = second.acceptedAt().orElse(second.sentAt());
    return isSaid(first)
        && isSaid(second)
        && first.from().user().equals(second.from().user())
        && Duration.between(one, two).abs().toMinutes() < 5
        && one.atZone(zone).toLocalDate().equals(two.atZone(zone).toLocalDate());
  }

  private static boolean isSaid(MessageView message) {
    return switch (message.kind()) {
      case MEMBERSHIP, CARD, PROFILE, STATE -> false;
      default -> message.delivery() != DeliveryState.FAILED;
    };
  }
}

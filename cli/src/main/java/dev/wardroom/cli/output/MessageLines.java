package dev.wardroom.cli.output;

import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.FileView;
import dev.wardroom.client.view.MessageView.LocationView;
import dev.wardroom.client.view.MessageView.ReactionView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Messages as lines for people, outside of the full-screen messenger: `listen`, `history`,
/// `search`.
public final class MessageLines {
  /// Further lines of a text are set in: only this program begins a line at the edge, so that no
  /// text can look like a message of somebody else.
  private static final String CONTINUED = "\n      ";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private final ZoneId zone;

  public MessageLines(ZoneId zone) {
    this.zone = zone;
  }

  /// Id, time, name, what it says, and its marks.
  public Line line(MessageView message) {
    return Line.of(Span.faint(message.message().text() + "  "))
        .plus(
            new Line(
                spans(message).stream()
                    .map(span -> new Span(span.text().replace("\n", CONTINUED), span.style()))
                    .toList()));
  }

  /// As [#line], on one row without the id: for a list to choose from.
  public Line found(MessageView message) {
    return new Line(
        spans(message).stream()
            .map(span -> new Span(span.text().replace('\n', ' '), span.style()))
            .toList());
  }

  private List<Span> spans(MessageView message) {
    List<Span> spans = new ArrayList<>();
    spans.add(
        Span.faint(TIME.format(message.acceptedAt().orElse(message.sentAt()).atZone(zone)) + "  "));
    spans.add(
        new Span(
            SafeText.line(message.from().shownName()),
            Style.of(Ink.ofPerson(message.from().user().text())).asBold()));
    spans.add(Span.plain("  "));
    spans.addAll(body(message));
    spans.addAll(marks(message));
    return spans;
  }

  private static List<Span> body(MessageView message) {
    String text = SafeText.lines(message.text());
    if (message.recalled()) {
      return List.of(new Span("recalled", Style.FAINT.asItalic()));
    }
    return switch (message.kind()) {
      case TEXT -> List.of(Span.plain(text));
      case FILE, VOICE -> List.of(Span.plain(file(message) + caption(text)));
      case LOCATION -> List.of(Span.plain(place(message) + caption(text)));
      case REACTION -> List.of(Span.faint("reacted " + text));
      case EDIT -> List.of(Span.faint("edited to: "), Span.plain(text));
      case RECALL -> List.of(Span.faint("recalled a message"));
      case RECEIPT -> List.of(Span.faint("has read"));
      case UNDECRYPTABLE ->
          List.of(new Span("could not be opened here; asked for again", Style.of(Ink.WARNING)));
      case GONE -> List.of(Span.faint("gone before it was read here"));
      case CARD, PROFILE, MEMBERSHIP, STATE -> List.of(Span.faint(text));
    };
  }

  private static String file(MessageView message) {
    return message.file().map(MessageLines::fileWords).orElse("file");
  }

  /// `plan.pdf (1.4 MB)`, `voice memo 0:42`.
  public static String fileWords(FileView file) {
    if (file.voiceMillis() > 0) {
      int seconds = Math.ceilDiv(file.voiceMillis(), 1_000);
      return String.format(Locale.ROOT, "voice memo %d:%02d", seconds / 60, seconds % 60);
    }
    return SafeText.line(file.name()) + " (" + Sizes.words(file.sizeBytes()) + ")";
  }

  private static String place(MessageView message) {
    return message.location().map(MessageLines::placeWords).orElse("location");
  }

  /// `52.52000, 13.40500`, with the accuracy when it is known.
  public static String placeWords(LocationView place) {
    String accuracy =
        place.accuracyMetres() > 0
            ? String.format(Locale.ROOT, " ±%.0f m", place.accuracyMetres())
            : "";
    return String.format(
        Locale.ROOT, "%.5f, %.5f%s", place.latitude(), place.longitude(), accuracy);
  }

  private static String caption(String text) {
    return text.isEmpty() ? "" : "  " + text;
  }

  private static List<Span> marks(MessageView message) {
    List<Span> marks = new ArrayList<>();
    message.editedAt().ifPresent(_ -> marks.add(Span.faint("  (edited)")));
    for (ReactionView reaction : message.reactions()) {
      marks.add(Span.plain("  " + SafeText.line(reaction.emoji()) + " " + reaction.by().size()));
    }
    if (message.starred()) {
      marks.add(new Span("  ★", Style.of(Ink.WARNING)));
    }
    message
        .warnings()
        .forEach(warning ->
            marks.add(new Span("  ! " + SafeText.line(warning.text()), Style.of(Ink.WARNING))));
    return marks;
  }
}

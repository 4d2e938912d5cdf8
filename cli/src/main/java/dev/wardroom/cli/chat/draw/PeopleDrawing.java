package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.output.Table;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.ConversationView.MemberView;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.PersonView;
import java.util.ArrayList;
import java.util.List;

/// Pages about people and devices.
public final class PeopleDrawing {
  private PeopleDrawing() {}

  /// Who is in a conversation.
  public static List<Line> members(ConversationView here) {
    List<Line> lines = new ArrayList<>();
    if (!here.description().isEmpty()) {
      lines.add(Line.of(" " + SafeText.line(here.description()), Style.PLAIN));
      lines.add(Line.EMPTY);
    }
    Table table = Table.of(" NAME", "USER", "");
    for (MemberView member : here.members()) {
      PersonView person = member.person();
      Span name = MessageDrawing.name(person);
      table =
          table.row(
              new Span(" " + name.text(), name.style()),
              Span.faint("@" + person.username()),
              note(member));
    }
    lines.addAll(table.lines());
    return lines;
  }

  private static Span note(MemberView member) {
    PersonView person = member.person();
    if (person.rootChanged()) {
      return new Span("safety number changed", Style.of(Ink.DANGER));
    }
    if (person.suspended()) {
      return new Span("suspended", Style.of(Ink.WARNING));
    }
    String words = (member.moderator() ? "moderator " : "") + (person.verified() ? "verified" : "");
    return Span.faint(words.strip());
  }

  /// The own devices.
  public static List<Line> devices(List<DeviceView> devices) {
    Table table = Table.of(" NAME", "ADDED", "");
    for (DeviceView device : devices) {
      table =
          table.row(
              Span.plain(" " + device.name()),
              Span.faint(device.addedAt().toString().substring(0, 10)),
              Span.faint(device.current() ? "this one" : device.device().text()));
    }
    List<Line> lines = new ArrayList<>(table.lines());
    lines.add(Line.EMPTY);
    lines.add(
        Line.of(" Lost one? Leave, and run: wardroom devices remove --device ID", Style.FAINT));
    return lines;
  }

  /// A safety number, to be compared.
  public static List<Line> safetyNumber(PersonView person, String digits) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(
            " Compare these digits with " + SafeText.line(person.shownName()) + ", face to face",
            Style.PLAIN));
    lines.add(
        Line.of(" or on the phone. They are the same when nobody is in between.", Style.PLAIN));
    lines.add(Line.EMPTY);
    String[] groups = digits.split(" ", -1);
    for (int i = 0; i < groups.length; i += 4) {
      List<String> row = List.of(groups).subList(i, Math.min(groups.length, i + 4));
      lines.add(Line.of("    " + String.join("  ", row), Style.of(Ink.ACCENT).asBold()));
    }
    lines.add(Line.EMPTY);
    String state =
        person.rootChanged()
            ? "They changed since you compared them."
            : person.verified() ? "You have compared them." : "Not compared yet.";
    lines.add(
        Line.of(
            " " + state + " The same? /verified " + person.username(),
            person.rootChanged() ? Style.of(Ink.DANGER) : Style.FAINT));
    return lines;
  }
}

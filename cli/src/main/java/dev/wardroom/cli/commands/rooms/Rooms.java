package dev.wardroom.cli.commands.rooms;

import dev.wardroom.cli.output.Durations;
import dev.wardroom.cli.output.Output;
import dev.wardroom.cli.output.Table;
import dev.wardroom.cli.output.Views;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.ConversationView.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Conversations as lines for people.
final class Rooms {
  private static final int ID_COLUMNS = 8;

  private Rooms() {}

  static void print(Output output, List<ConversationView> conversations) {
    Table table = Table.of("ID", "KIND", "TITLE", "PEOPLE", "UNREAD");
    for (ConversationView one : conversations) {
      output.result(Views.conversation(one), "");
      table =
          table.row(
              Span.faint(one.conversation().text().substring(0, ID_COLUMNS)),
              Span.plain(one.kind().name().toLowerCase(Locale.ROOT)),
              new Span(one.title(), one.unread() > 0 ? Style.BOLD : Style.PLAIN),
              Span.plain(Integer.toString(one.members().size())),
              Span.plain(one.unread() == 0 ? "" : Integer.toString(one.unread())));
    }
    table.lines().forEach(output::line);
  }

  static List<Line> details(ConversationView one) {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(SafeText.line(one.title()), Style.BOLD));
    if (!one.description().isEmpty()) {
      lines.add(Line.of(SafeText.line(one.description()), Style.PLAIN));
    }
    lines.add(Line.of(one.conversation().text(), Style.FAINT));
    lines.add(
        Line.of(
            "messages expire: "
                + Durations.words(Duration.ofSeconds(one.defaultTtlSeconds()))
                + ", burn after reading: "
                + Durations.words(Duration.ofSeconds(one.defaultBurnSeconds())),
            Style.FAINT));
    Table members = Table.of("USER", "NAME", "");
    for (MemberView member : one.members()) {
      members =
          members.row(
              Span.plain("@" + member.person().username()),
              Span.plain(member.person().name()),
              Span.faint(marks(member)));
    }
    lines.addAll(members.lines());
    return lines;
  }

  private static String marks(MemberView member) {
    String role = member.moderator() ? "moderator" : "";
    String verified = member.person().verified() ? "verified" : "";
    return role.isEmpty() || verified.isEmpty() ? role + verified : role + ", " + verified;
  }
}

package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.QrDrawing;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Palette;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.Verification.SafetyNumber;
import dev.wardroom.client.view.PersonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom verify`.
@Command(
    name = "verify",
    description = {
      "Show the safety number of a person. Both of you see the same 60 digits when nobody is in between.",
      "Compare them face to face or on the phone, then run it again with --mark-verified.",
      "A number that was not shown before, or has changed since, is not marked."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(names = "--with", paramLabel = "USER", required = true, description = "The person.")
  private String username = "";

  @Option(
      names = "--mark-verified",
      description = "You have compared the numbers: they are the same.")
  private boolean mark;

  @Option(names = "--unmark", description = "Take that back.")
  private boolean unmark;

  public VerifyCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    if (mark && unmark) {
      throw new ClientException(Kind.USAGE, "Give either --mark-verified or --unmark.");
    }
    try (Session session = home.openFresh()) {
      // Marked before it is shown: only the number of an earlier run can have been compared.
      Optional<PersonView> marked =
          mark || unmark
              ? Optional.of(session.verification().mark(username, mark))
              : Optional.empty();
      SafetyNumber number = session.verification().safetyNumber(username);
      print(number, marked.orElse(number.person()));
      return 0;
    }
  }

  private void print(SafetyNumber number, PersonView person) {
    home.output()
        .result(
            Json.of("user", person.user())
                .with("username", person.username())
                .with("safetyNumber", number.digits())
                .with("verified", person.verified())
                .withFlag("rootChanged", person.rootChanged()),
            "Safety number with " + SafeText.line(person.shownName()) + state(person));
    digits(number.digits()).forEach(home.output()::line);
    if (home.shell().prompt().isPresent()) {
      QrDrawing.lines(number.qr(), home.shell().palette() != Palette.LIGHT)
          .forEach(line -> home.output().line(Line.of(line, Style.PLAIN)));
    }
  }

  private static String state(PersonView person) {
    if (person.rootChanged()) {
      return " (CHANGED: compare again)";
    }
    return person.verified() ? " (verified)" : " (not compared yet)";
  }

  /// Four groups of five digits on each line.
  static List<Line> digits(String digits) {
    String[] groups = digits.split(" ", -1);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < groups.length; i += 4) {
      String row = String.join(" ", List.of(groups).subList(i, Math.min(groups.length, i + 4)));
      lines.add(Line.of(Span.plain("    "), new Span(row, Style.BOLD)));
    }
    return lines;
  }
}

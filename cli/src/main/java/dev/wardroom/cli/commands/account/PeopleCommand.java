package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Table;
import dev.wardroom.cli.output.Views;
import dev.wardroom.cli.text.Span;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.PersonView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `wardroom people`.
@Command(name = "people", description = "Find people of the network by the beginning of a name.")
public final class PeopleCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The beginning of a user name or name. Default: everybody this device has met.")
  private @Nullable String query;

  public PeopleCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    Table table = Table.of("USER", "NAME", "");
    try (Session session = home.open()) {
      List<PersonView> people =
          query == null ? session.directory().known() : session.directory().search(query, MAX);
      for (PersonView person : people) {
        home.output().result(Views.person(person), "");
        table =
            table.row(
                Span.plain("@" + person.username()),
                Span.plain(person.name()),
                Span.faint(marks(person)));
      }
      table.lines().forEach(home.output()::line);
      return 0;
    }
  }

  private static String marks(PersonView person) {
    List<String> marks = new ArrayList<>();
    add(marks, person.self(), "you");
    add(marks, person.verified(), "verified");
    add(marks, person.rootChanged(), "safety number changed");
    add(marks, person.suspended(), "suspended");
    add(marks, person.blocked(), "blocked");
    return String.join(", ", marks);
  }

  private static void add(List<String> marks, boolean set, String mark) {
    if (set) {
      marks.add(mark);
    }
  }

  private static final int MAX = 50;
}

package dev.wardroom.cli.chat.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Completions for the word before the cursor: `@names`, `/commands`, `:emoji:` and, after `/file`,
/// paths.
public final class Completion {
  static final int CANDIDATES_MAX = 8;

  private Completion() {}

  /// Something that can be put in place of the word.
  ///
  /// @param start where the word begins
  /// @param replacement what takes its place
  /// @param shown how the list shows it
  /// @param note what it is, in few words
  public record Candidate(int start, String replacement, String shown, String note) {}

  /// A person who can be named.
  public record Person(String username, String name) {}

  /// What fits the word before the cursor; empty when the word is none that we complete.
  public static List<Candidate> candidates(Composer composer, List<Person> people) {
    String before = composer.text().substring(0, composer.cursor());
    if (before.startsWith("/") && before.indexOf(' ') < 0) {
      return commands(before);
    }
    int start = wordStart(before);
    String word = before.substring(start);
    if (word.startsWith("@")) {
      return people(word.substring(1), start, people);
    }
    if (word.startsWith(":") && word.length() > 2 && !word.endsWith(":")) {
      return emoji(word.substring(1), start);
    }
    return isPeopleCommand(before) ? bareNames(word, start, people) : List.of();
  }

  /// The beginning of a path that stands before the cursor after `/file` or `/save`.
  public static Optional<String> path(Composer composer) {
    String before = composer.text().substring(0, composer.cursor());
    for (String command : List.of("/file ", "/voice ", "/save ")) {
      if (before.startsWith(command)) {
        return Optional.of(before.substring(command.length()));
      }
    }
    return Optional.empty();
  }

  private static List<Candidate> commands(String before) {
    return SlashCommand.ALL.stream()
        .filter(command -> ("/" + command.name()).startsWith(before))
        .limit(CANDIDATES_MAX)
        .map(command ->
            new Candidate(
                0,
                "/" + command.name() + (command.arguments().isEmpty() ? "" : " "),
                ("/" + command.name() + " " + command.arguments()).strip(),
                command.help()))
        .toList();
  }

  private static List<Candidate> people(String word, int start, List<Person> people) {
    List<Candidate> found = new ArrayList<>();
    for (Person person : matching(word, people)) {
      found.add(
          new Candidate(
              start, "@" + person.username() + " ", "@" + person.username(), person.name()));
    }
    if ("everyone".startsWith(word) && found.size() < CANDIDATES_MAX) {
      found.add(new Candidate(start, "@everyone ", "@everyone", "all members"));
    }
    return found;
  }

  private static List<Candidate> bareNames(String word, int start, List<Person> people) {
    return matching(word, people).stream()
        .map(person ->
            new Candidate(start, person.username() + " ", person.username(), person.name()))
        .toList();
  }

  private static List<Person> matching(String word, List<Person> people) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return people.stream()
        .filter(person ->
            person.username().toLowerCase(Locale.ROOT).startsWith(wanted)
                || person.name().toLowerCase(Locale.ROOT).startsWith(wanted))
        .limit(CANDIDATES_MAX)
        .toList();
  }

  private static List<Candidate> emoji(String word, int start) {
    return Emojis.matching(word, CANDIDATES_MAX).stream()
        .map(name ->
            new Candidate(
                start,
                Emojis.named(name).orElseThrow() + " ",
                Emojis.named(name).orElseThrow() + " :" + name + ":",
                ""))
        .toList();
  }

  private static boolean isPeopleCommand(String before) {
    return SlashCommand.parse(before).stream()
        .anyMatch(
            typed -> SlashCommand.find(typed.name()).filter(SlashCommand::people).isPresent());
  }

  private static int wordStart(String before) {
    int start = before.length();
    while (start > 0 && !Character.isWhitespace(before.charAt(start - 1))) {
      start--;
    }
    return start;
  }
}

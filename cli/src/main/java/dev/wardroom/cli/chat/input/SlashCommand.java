package dev.wardroom.cli.chat.input;

import java.util.List;
import java.util.Optional;

/// The commands that are typed after a slash.
///
/// @param arguments as help shows them
/// @param people the arguments are user names
public record SlashCommand(String name, String arguments, String help, boolean people) {
  /// All of them, in the order of the help.
  public static final List<SlashCommand> ALL =
      List.of(
          of("to", "USER", "write to a person").withPeople(),
          of("switch", "", "choose another conversation"),
          of("reply", "TEXT", "answer the selected message, or the last one"),
          of("react", "EMOJI", "react to the selected message, or the last one"),
          of("edit", "", "change the selected own message, or the last one"),
          of("recall", "", "take the selected own message back, for everyone"),
          of("delete", "", "delete the selected message on your devices"),
          of("star", "", "star the selected message, or take the star away"),
          of("copy", "", "copy the selected message to the clipboard"),
          of("file", "PATH", "send a file"),
          of("voice", "PATH TIME", "send a recording as a voice memo"),
          of("save", "[FOLDER]", "save the selected file, or the last one"),
          of("location", "LAT,LON", "send a place"),
          of("expire", "TIME", "the next message goes this long after sending"),
          of("burn", "TIME", "the next message goes this long after reading"),
          of("timer", "TIME [BURN]", "timers of all new messages here; off for none"),
          of("search", "WORDS", "search this conversation"),
          of("find", "WORDS", "search all conversations"),
          of("room", "TITLE", "make a room"),
          of("title", "TEXT", "change the room's title"),
          of("add", "USER…", "add people to the room").withPeople(),
          of("remove", "USER", "remove a person from the room").withPeople(),
          of("members", "", "show who is here"),
          of("leave", "", "leave the room"),
          of("pin", "", "pin or unpin the conversation"),
          of("mute", "", "mute or unmute the conversation"),
          of("verify", "[USER]", "compare safety numbers").withPeople(),
          of("verified", "[USER]", "the numbers are the same").withPeople(),
          of("block", "USER", "hide what a person writes").withPeople(),
          of("unblock", "USER", "show it again").withPeople(),
          of("invite", "[USER]", "make an invitation link"),
          of("devices", "", "show your devices"),
          of("status", "", "show connection, keys and clock"),
          of("help", "", "show keys and commands"),
          of("quit", "", "leave"));

  /// A command as typed.
  public record Typed(String name, String rest) {}

  /// The command in the text, if it begins with one slash; `//` writes a slash.
  public static Optional<Typed> parse(String text) {
    if (!text.startsWith("/") || text.startsWith("//") || text.length() < 2) {
      return Optional.empty();
    }
    int space = text.indexOf(' ');
    String name = space < 0 ? text.substring(1) : text.substring(1, space);
    if (!name.chars().allMatch(character -> character >= 'a' && character <= 'z')) {
      return Optional.empty();
    }
    return Optional.of(new Typed(name, space < 0 ? "" : text.substring(space + 1).strip()));
  }

  public static Optional<SlashCommand> find(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  private static SlashCommand of(String name, String arguments, String help) {
    return new SlashCommand(name, arguments, help, false);
  }

  private SlashCommand withPeople() {
    return new SlashCommand(name, arguments, help, true);
  }
}

package dev.wardroom.cli.commands;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The list of commands in groups, in the order in which a newcomer needs them, instead of one long
/// list.
final class GroupedHelp {
  private static final int NAME_COLUMNS = 13;

  /// These three are other programs of the installation; the launcher starts them under the same
  /// name.
  private static final String SERVER =
      """

      Server
        server       Run the server.
        doctor       Check ports, clock, disk, keys and store, and say what is wrong.
        admin        Look after a running server, from its own machine.
      """;

  private GroupedHelp() {}

  static void install(CommandLine root) {
    Map<String, CommandLine.IHelpSectionRenderer> sections = root.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, GroupedHelp::list);
    root.setHelpSectionMap(sections);
    root.getSubcommands().values().forEach(GroupedHelp::plain);
    inDeclaredOrder(root);
  }

  /// A command's own options first, the common ones after them.
  private static void inDeclaredOrder(CommandLine command) {
    command.getCommandSpec().usageMessage().sortOptions(false);
    command.getSubcommands().values().forEach(GroupedHelp::inDeclaredOrder);
  }

  /// The root's sections were copied to its commands; those have few subcommands and list them
  /// plainly.
  private static void plain(CommandLine command) {
    Map<String, CommandLine.IHelpSectionRenderer> sections = command.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, Help::commandListHeading);
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Help::commandList);
    command.setHelpSectionMap(sections);
  }

  private static String list(Help help) {
    StringBuilder list = new StringBuilder();
    for (CommandTree.Group group : CommandTree.GROUPS) {
      list.append(System.lineSeparator())
          .append(help.colorScheme().text("@|bold " + group.title() + "|@"))
          .append(System.lineSeparator());
      for (Class<?> type : group.commands()) {
        Command command = type.getAnnotation(Command.class);
        list.append("  ")
            .append(help.colorScheme().commandText(command.name()))
            .append(" ".repeat(Math.max(1, NAME_COLUMNS - command.name().length())))
            .append(command.description()[0])
            .append(System.lineSeparator());
      }
    }
    return list.append(SERVER).toString();
  }
}

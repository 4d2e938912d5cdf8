package dev.wardroom.cli.commands;

import dev.wardroom.cli.chat.ChatCommand;
import dev.wardroom.cli.commands.account.BlockCommand;
import dev.wardroom.cli.commands.account.InvitationsCommand;
import dev.wardroom.cli.commands.account.InviteCommand;
import dev.wardroom.cli.commands.account.LoginCommand;
import dev.wardroom.cli.commands.account.PasswordCommand;
import dev.wardroom.cli.commands.account.PeopleCommand;
import dev.wardroom.cli.commands.account.ProfileCommand;
import dev.wardroom.cli.commands.account.RecoveryCommand;
import dev.wardroom.cli.commands.account.RegisterCommand;
import dev.wardroom.cli.commands.account.StatusCommand;
import dev.wardroom.cli.commands.account.VerifyCommand;
import dev.wardroom.cli.commands.devices.DevicesCommand;
import dev.wardroom.cli.commands.devices.LinkCommand;
import dev.wardroom.cli.commands.messages.DeleteCommand;
import dev.wardroom.cli.commands.messages.EditCommand;
import dev.wardroom.cli.commands.messages.ExportCommand;
import dev.wardroom.cli.commands.messages.FilesCommand;
import dev.wardroom.cli.commands.messages.HistoryCommand;
import dev.wardroom.cli.commands.messages.ListenCommand;
import dev.wardroom.cli.commands.messages.ReactCommand;
import dev.wardroom.cli.commands.messages.ReadCommand;
import dev.wardroom.cli.commands.messages.RecallCommand;
import dev.wardroom.cli.commands.messages.ReplyCommand;
import dev.wardroom.cli.commands.messages.SearchCommand;
import dev.wardroom.cli.commands.messages.SendCommand;
import dev.wardroom.cli.commands.messages.StarCommand;
import dev.wardroom.cli.commands.rooms.MuteCommand;
import dev.wardroom.cli.commands.rooms.PinCommand;
import dev.wardroom.cli.commands.rooms.RoomsCommand;
import dev.wardroom.cli.commands.rooms.TypingCommand;
import dev.wardroom.cli.text.Palette;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;

/// The whole command line: every command in its group, the factory that hands each the [Shell],
/// failures and help.
public final class CommandTree {
  private static final int HELP_COLUMNS = 96;

  private CommandTree() {}

  /// A group of commands, as help and the reference list them.
  record Group(String title, List<Class<?>> commands) {}

  static final List<Group> GROUPS =
      List.of(
          new Group(
              "Begin",
              List.of(
                  RegisterCommand.class,
                  LoginCommand.class,
                  LinkCommand.class,
                  ChatCommand.class,
                  StatusCommand.class)),
          new Group(
              "Messages",
              List.of(
                  SendCommand.class,
                  ReplyCommand.class,
                  ReactCommand.class,
                  EditCommand.class,
                  RecallCommand.class,
                  DeleteCommand.class,
                  ListenCommand.class,
                  HistoryCommand.class,
                  SearchCommand.class,
                  ReadCommand.class,
                  StarCommand.class,
                  TypingCommand.class,
                  FilesCommand.class,
                  ExportCommand.class)),
          new Group(
              "Conversations", List.of(RoomsCommand.class, PinCommand.class, MuteCommand.class)),
          new Group(
              "People",
              List.of(
                  InviteCommand.class,
                  InvitationsCommand.class,
                  PeopleCommand.class,
                  VerifyCommand.class,
                  BlockCommand.class)),
          new Group(
              "Account",
              List.of(
                  ProfileCommand.class,
                  PasswordCommand.class,
                  RecoveryCommand.class,
                  DevicesCommand.class)),
          new Group("Command", List.of(CompletionCommand.class, VersionCommand.class)));

  /// Runs one command line; the exit code.
  public static int run(Shell shell, String... arguments) {
    return of(shell).execute(withoutHelpWord(arguments));
  }

  /// `help send` means `send --help`.
  private static String[] withoutHelpWord(String[] arguments) {
    if (arguments.length == 0 || !arguments[0].equals("help")) {
      return arguments;
    }
    String[] asked = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
    asked[asked.length - 1] = "--help";
    return asked;
  }

  static CommandLine of(Shell shell) {
    IFactory factory = new ShellFactory(shell);
    CommandLine root = new CommandLine(new RootCommand(), factory);
    GROUPS.stream().flatMap(group -> group.commands().stream()).forEach(root::addSubcommand);
    Failures failures = new Failures(shell);
    root.registerConverter(Duration.class, new DurationConverter())
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(HELP_COLUMNS)
        .setUsageHelpAutoWidth(true)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                shell.palette() == Palette.TEXT ? Ansi.OFF : Ansi.ON))
        .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
    GroupedHelp.install(root);
    return root;
  }

  /// Makes commands and mixins: what has a constructor that takes the home options or the shell
  /// gets them.
  private record ShellFactory(Shell shell) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        Class<?>[] wanted = constructor.getParameterTypes();
        if (wanted.length == 1 && wanted[0] == HomeOptions.class) {
          return type.cast(constructor.newInstance(new HomeOptions(shell)));
        }
        if (wanted.length == 1 && wanted[0] == Shell.class) {
          return type.cast(constructor.newInstance(shell));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}

package dev.wardroom.server.kernel.admin;

/// One command.
///
/// @param name one or two words: `network create`
/// @param arguments as the help shows them: `--title TEXT [--owner NAME]`
/// @param summary one line for the help
/// @param action does it, blocking, on a thread of its own; refusals it throws are shown
public record AdminCommand(String name, String arguments, String summary, Action action) {

  /// What a command does.
  @FunctionalInterface
  public interface Action {
    void run(AdminArguments arguments, AdminOutput output);
  }
}

package dev.wardroom.cli.commands;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/// `wardroom completion`.
@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands and options.",
      "",
      "bash:  source <(wardroom completion bash)",
      "zsh:   source <(wardroom completion zsh)",
      "fish:  wardroom completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  /// The shells that are known.
  enum Kind {
    bash,
    zsh,
    fish
  }

  private final Shell shell;

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.bash;

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    CommandLine root = CommandTree.of(shell);
    String script =
        switch (kind) {
          case bash -> AutoComplete.bash("wardroom", root);
          case zsh ->
              "autoload -U +X bashcompinit && bashcompinit\n" + AutoComplete.bash("wardroom", root);
          case fish -> fish(root.getCommandSpec());
        };
    shell.out().print(script);
    shell.out().flush();
    return 0;
  }

  private static String fish(CommandSpec root) {
    StringBuilder script = new StringBuilder("complete -c wardroom -f\n");
    for (CommandLine command : root.subcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      script.append(offer("__fish_use_subcommand", spec.name(), description(spec)));
      String within = "__fish_seen_subcommand_from " + spec.name();
      options(script, within, spec);
      for (CommandLine inner : spec.subcommands().values()) {
        CommandSpec innerSpec = inner.getCommandSpec();
        script.append(offer(within, innerSpec.name(), description(innerSpec)));
        options(
            script, within + "; and __fish_seen_subcommand_from " + innerSpec.name(), innerSpec);
      }
    }
    return script.toString();
  }

  private static void options(StringBuilder script, String within, CommandSpec spec) {
    spec.options()
        .forEach(option ->
            script
                .append("complete -c wardroom -n '")
                .append(within)
                .append("' -l ")
                .append(option.longestName().substring(2))
                .append(option.arity().max() > 0 ? " -r" : "")
                .append(isPath(option.paramLabel()) ? " -F" : "")
                .append(" -d '")
                .append(quoted(first(option.description())))
                .append("'\n"));
  }

  private static boolean isPath(String label) {
    return label.equals("FILE") || label.equals("PATH") || label.equals("DIR");
  }

  private static String offer(String within, String name, String description) {
    return "complete -c wardroom -n '" + within + "' -a " + name + " -d '" + description + "'\n";
  }

  private static String description(CommandSpec spec) {
    return quoted(first(spec.usageMessage().description()));
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}

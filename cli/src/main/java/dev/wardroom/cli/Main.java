package dev.wardroom.cli;

import dev.wardroom.cli.commands.CommandTree;
import dev.wardroom.cli.commands.Shell;

/// The process: runs one command line and exits with its code.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandTree.run(Shell.ofProcess(), arguments));
  }
}

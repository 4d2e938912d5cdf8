package dev.wardroom.cli.commands;

import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.Output;
import dev.wardroom.cli.text.Ansi;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import java.util.Arrays;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns every failure into one line and an exit code: 2 usage, 3 refused, 4 unreachable.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Shell shell;

  Failures(Shell shell) {
    this.shell = shell;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String text = sentence(firstLine(wrong)) + " See " + command + " --help";
    output(Arrays.asList(arguments).contains("--json")).failure(Kind.USAGE, text, Json.EMPTY);
    return Kind.USAGE.exitCode();
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    ClientException known = known(failure);
    Json more = failure instanceof Unfinished unfinished ? unfinished.more() : Json.EMPTY;
    output(isJson(arguments)).failure(known.kind(), text(known), more);
    if (shell.environment().containsKey("WARDROOM_TRACE")) {
      failure.printStackTrace(shell.err());
    }
    return known.kind().exitCode();
  }

  private static ClientException known(Exception failure) {
    return switch (failure) {
      case ClientException known -> known;
      case Unfinished unfinished -> unfinished.reason();
      default ->
          new ClientException(
              Kind.BUG,
              "This is a fault of wardroom ("
                  + failure.getClass().getSimpleName()
                  + "). Run it again with WARDROOM_TRACE=1 and report what it prints.",
              failure);
    };
  }

  private static String text(ClientException known) {
    return Objects.requireNonNullElse(known.getMessage(), "It was not done. Try again.");
  }

  private static boolean isJson(ParseResult arguments) {
    ParseResult last = arguments;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption("--json");
  }

  private Output output(boolean json) {
    return new Output(
        shell.out(), shell.err(), json, new Ansi(shell.palette()), shell.showsProgress());
  }

  private static String firstLine(ParameterException wrong) {
    String message = wrong.getMessage();
    String line =
        message == null ? "" : message.lines().findFirst().orElse("").replaceFirst("^Error: ", "");
    return line.isEmpty() ? "The command line is not right" : line;
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}

package dev.wardroom.server.admin;

import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigLoader;
import dev.wardroom.server.kernel.config.ConfigProblem;
import dev.wardroom.server.kernel.config.Limit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `wardroom doctor [--data DIR] [--config FILE] [--port PORT] [--host ADDRESS] [--json]`: looks at
/// the machine, says what is wrong and what to do. Exit code 0 when a server can run here, 3 when
/// not.
public final class DoctorMain {
  private static final int GOOD = 0;
  private static final int USAGE = 2;
  private static final int WRONG = 3;
  private static final String LINE = "wardroom doctor [--data DIR] [--config FILE] [--json]";

  private final PrintStream out;
  private final PrintStream err;

  DoctorMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    System.exit(new DoctorMain(System.out, System.err).run(List.of(args), System.getenv()));
  }

  /// Answers the exit code.
  int run(List<String> args, Map<String, String> environment) {
    Map<String, String> options = new HashMap<>();
    boolean json = false;
    for (int i = 0; i < args.size(); i++) {
      switch (args.get(i)) {
        case "--json" -> json = true;
        case "--data", "--config", "--port", "--host" -> {
          if (i + 1 == args.size()) {
            err.println(LINE);
            return USAGE;
          }
          options.put(args.get(i).substring(2), args.get(++i));
        }
        default -> {
          err.println(LINE);
          return USAGE;
        }
      }
    }
    try {
      return report(new Checkup(config(options, environment)).run(), json);
    } catch (ConfigProblem problem) {
      return report(
          List.of(
              Finding.wrong(
                  "configuration",
                  String.valueOf(problem.getMessage()),
                  "Mend the configuration.")),
          json);
    }
  }

  /// The configuration as the server reads it, its limits aside: rooms declare them, and a doctor
  /// that knew all rooms could not be started alone.
  private static Config config(Map<String, String> options, Map<String, String> environment) {
    Map<String, String> overrides = new HashMap<>(options);
    String named = overrides.remove("config");
    String data = overrides.getOrDefault("data", environment.getOrDefault("WARDROOM_DATA", "data"));
    Path file = named == null ? Path.of(data).resolve("wardroom.properties") : Path.of(named);
    return new ConfigLoader(LimitNames.in(text(file, named != null), environment))
        .load(text(file, named != null), environment, overrides)
        .config();
  }

  private static String text(Path file, boolean mustExist) {
    if (!mustExist && Files.notExists(file)) {
      return "";
    }
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new ConfigProblem("The configuration file " + file + " cannot be read.");
    }
  }

  private int report(List<Finding> findings, boolean json) {
    for (Finding finding : findings) {
      out.println(json ? line(finding) : text(finding));
    }
    boolean wrong = findings.stream().anyMatch(finding -> finding.grade() == Finding.Grade.WRONG);
    if (!json) {
      out.println();
      out.println(wrong ? "A server cannot run here as it is." : "A server can run here.");
    }
    return wrong ? WRONG : GOOD;
  }

  private static String text(Finding finding) {
    String mark =
        switch (finding.grade()) {
          case GOOD -> "ok     ";
          case WARNING -> "warning";
          case WRONG -> "WRONG  ";
        };
    String first = mark + "  " + "%-12s".formatted(finding.check()) + " " + finding.text();
    return finding.advice().isEmpty() ? first : first + "\n" + " ".repeat(22) + finding.advice();
  }

  private static String line(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", finding.check());
    json.put("grade", finding.grade().name().toLowerCase(Locale.ROOT));
    json.put("text", finding.text());
    json.put("advice", finding.advice());
    return AdminLines.text(json);
  }

  /// The limits named in a configuration, with bounds that let every number pass.
  private static final class LimitNames {
    private static final String PREFIX = "limits.";
    private static final String VARIABLE = "WARDROOM_LIMITS_";

    private LimitNames() {}

    static List<Limit> in(String file, Map<String, String> environment) {
      List<String> fromFile =
          file.lines()
              .map(String::strip)
              .filter(line -> line.startsWith(PREFIX))
              .map(line -> line.substring(PREFIX.length()).split("[=: ]", 2)[0])
              .toList();
      List<String> fromEnvironment =
          environment.keySet().stream()
              .filter(name -> name.startsWith(VARIABLE))
              .map(name ->
                  name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList();
      return java.util.stream.Stream.concat(fromFile.stream(), fromEnvironment.stream())
          .distinct()
          .map(name -> new Limit(name, 0, 0, Long.MAX_VALUE, "", ""))
          .toList();
    }
  }
}

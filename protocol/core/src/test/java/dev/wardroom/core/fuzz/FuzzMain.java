package dev.wardroom.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/// `make fuzz`: every fuzz test of the class path, each in a process of its own with coverage
/// guidance, for `FUZZ_SECONDS` (60), then a row of the table. `FUZZ_ONLY` is a regular expression
/// on `Class.method`. What the fuzzer found is kept beside the classes in `target/fuzz` and is
/// where the next run goes on. Ends with an error when an input breaks a property: the input stands
/// in the fuzzer's own words below the row, and its file is named there.
public final class FuzzMain {
  private static final String ROW = "%-46s %6s %12s %9s %8s  %s%n";
  private static final Pattern SEEDS = Pattern.compile("seed corpus: files: (\\d+)");
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");
  private static final Pattern STATE = Pattern.compile("cov: (\\d+) .*corp: (\\d+)/");
  private static final int SHOWN_LINES = 60;

  private FuzzMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String seconds = System.getenv().getOrDefault("FUZZ_SECONDS", "60");
    Pattern only = Pattern.compile(System.getenv().getOrDefault("FUZZ_ONLY", ".*"));
    System.out.println(seconds + " s each");
    System.out.printf(ROW, "target", "seeds", "executions", "coverage", "corpus", "");
    int broken = 0;
    for (Method test : tests()) {
      if (only.matcher(name(test)).find() && !run(test, seconds)) {
        broken++;
      }
    }
    System.exit(broken == 0 ? 0 : 1);
  }

  private static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }

  /// In order of their names.
  private static List<Method> tests() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .map(Path::of)
        .filter(Files::isDirectory)
        .flatMap(FuzzMain::classes)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> AnnotationSupport.isAnnotated(method, FuzzTest.class))
        .sorted(Comparator.comparing(FuzzMain::name))
        .toList();
  }

  private static Stream<Class<?>> classes(Path folder) {
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Fuzz.class")).toList()) {
        String path = folder.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        found.add(Class.forName(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return found.stream();
  }

  private static boolean run(Method test, String seconds) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target/fuzz"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+EnableDynamicAgentLoading",
            "-Xmx1g",
            "-cp",
            absolute(System.getProperty("java.class.path")),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + test.getDeclaringClass().getName(),
            "--target_method=" + test.getName(),
            "--instrumentation_includes=dev.wardroom.**",
            "-max_total_time=" + seconds);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>();
    String seeds = "";
    String executions = "";
    String coverage = "";
    String corpus = "";
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        seeds = found(SEEDS, line, 1, seeds);
        executions = found(DONE, line, 1, executions);
        coverage = found(STATE, line, 1, coverage);
        corpus = found(STATE, line, 2, corpus);
      }
    }
    boolean held = process.waitFor() == 0 && !executions.isEmpty();
    String result = held ? "held" : "BROKEN";
    System.out.printf(ROW, name(test), seeds, executions, coverage, corpus, result);
    if (!held) {
      lines
          .subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())
          .forEach(System.out::println);
    }
    return held;
  }

  private static String absolute(String classPath) {
    return String.join(
        ":",
        Arrays.stream(classPath.split(":"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  private static String found(Pattern pattern, String line, int group, String before) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? matcher.group(group) : before;
  }
}

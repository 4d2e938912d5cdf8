import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Adds up the JUnit reports under the current folder: names each failed test, tells each reason for
/// skipping in one line, and ends with `N passed, N failed, N skipped`. Exits with 1 when a test
/// failed or when there was none. Run as a source file by `build/scripts/test.sh`.
final class TestTotals {
  private static final int FAILURES_SHOWN_MAX = 50;

  private int passed;
  private final List<String> failed = new ArrayList<>();
  private final Map<String, Integer> skipped = new TreeMap<>();

  public static void main(String[] arguments) throws Exception {
    TestTotals totals = new TestTotals();
    totals.readAll(Path.of("."));
    long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 0;
    System.exit(totals.print(seconds) ? 0 : 1);
  }

  private void readAll(Path root) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    for (Path report : reports(root)) {
      NodeList cases = parser.parse(report.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        count((Element) cases.item(i));
      }
    }
  }

  private static List<Path> reports(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, 6)) {
      return files
          .filter(file -> file.getParent() != null)
          .filter(file -> file.getParent().endsWith("target/surefire-reports"))
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .sorted()
          .toList();
    }
  }

  private void count(Element test) {
    String name = test.getAttribute("classname") + "." + test.getAttribute("name");
    if (has(test, "failure") || has(test, "error")) {
      failed.add(name);
    } else if (has(test, "skipped")) {
      Element reason = (Element) test.getElementsByTagName("skipped").item(0);
      String text = reason.getAttribute("message").strip().lines().findFirst().orElse("");
      skipped.merge(text.isEmpty() ? name : text, 1, Integer::sum);
    } else {
      passed++;
    }
  }

  private static boolean has(Element test, String tag) {
    return test.getElementsByTagName(tag).getLength() > 0;
  }

  private boolean print(long seconds) {
    int skippedTests = skipped.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println();
    failed.stream().limit(FAILURES_SHOWN_MAX).forEach(name -> System.out.println("FAILED   " + name));
    if (failed.size() > FAILURES_SHOWN_MAX) {
      System.out.println("FAILED   and " + (failed.size() - FAILURES_SHOWN_MAX) + " more");
    }
    skipped.forEach((why, times) -> System.out.println("skipped  " + why + (times > 1 ? " (" + times + " tests)" : "")));
    System.out.printf("Tests took %d min %02d s.%n", seconds / 60, seconds % 60);
    System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed.size(), skippedTests);
    return failed.isEmpty() && passed > 0;
  }
}

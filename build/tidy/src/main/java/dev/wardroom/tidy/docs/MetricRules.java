package dev.wardroom.tidy.docs;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An administrator finds every metric explained.
public final class MetricRules {
  static final String PAGE = "docs/operate/monitoring.md";

  private static final Pattern METRIC =
      Pattern.compile("(?:counter|gauge|summary|timer|builder)\\(\\s*\"(wardroom\\.[a-z.]+[a-z])");

  private MetricRules() {}

  /// Each metric that the server registers is on the page, with dots as Prometheus writes them.
  public static List<Violation> documented(SourceTree tree) {
    Set<String> names = new TreeSet<>();
    for (SourceFile file : tree.files(SourceFile::isMainJava)) {
      Matcher metric = METRIC.matcher(file.text());
      while (metric.find()) {
        names.add(metric.group(1).replace('.', '_'));
      }
    }
    String page = tree.file(PAGE).map(SourceFile::text).orElse("");
    return names.stream()
        .filter(name -> !page.contains("`" + name))
        .map(name -> new Violation(PAGE, "does not explain " + name))
        .toList();
  }
}

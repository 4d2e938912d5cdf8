package dev.wardroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.RateLimiter.Allowance;
import dev.wardroom.server.kernel.config.Limit;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every reason of a refusal and every named limit is in `claimed-limits.txt` with the test that
/// holds it, and the tests that are named there exist.
final class ClaimedLimitsTest {
  /// Limits without a test at their edge; lower it with each one that gets its test.
  private static final int UNTESTED_MAX = 95;

  private static final String NONE = "-";
  private static final Set<String> UNITS = Set.of("GIB", "DAY_SECONDS");

  private static Map<String, String> claims() throws IOException {
    Map<String, String> claims = new LinkedHashMap<>();
    Files.readString(Path.of("src/test/resources/claimed-limits.txt"))
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .forEach(claim -> assertThat(claims.put(claim[0], claim[1])).isNull());
    return claims;
  }

  @Test
  void everyReasonIsClaimedByATest() throws IOException {
    Map<String, String> claims = claims();
    Set<String> reasons =
        Arrays.stream(Reason.values())
            .filter(reason -> reason != Reason.UNRECOGNIZED)
            .filter(reason -> reason != Reason.REASON_UNSPECIFIED)
            .map(Enum::name)
            .collect(Collectors.toSet());
    assertThat(claims.keySet().stream().filter(name -> name.startsWith("REASON_")))
        .containsExactlyInAnyOrderElementsOf(reasons);
    reasons.forEach(reason -> assertThat(claims.get(reason)).as(reason).isNotEqualTo(NONE));
  }

  @Test
  void everyNamedLimitIsListedAndFewLackATest() throws Exception {
    Map<String, String> claims = claims();
    assertThat(claims.keySet().stream().filter(name -> !name.startsWith("REASON_")))
        .containsExactlyInAnyOrderElementsOf(limits());
    assertThat(claims.values().stream().filter(NONE::equals).count()).isEqualTo(UNTESTED_MAX);
  }

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    Map<String, Path> sources = sources("src/test/java");
    for (Map.Entry<String, String> claim : claims().entrySet()) {
      if (claim.getValue().equals(NONE)) {
        continue;
      }
      String[] test = claim.getValue().split("\\.", 2);
      List<String> methods =
          Arrays.stream(classOf("src/test/java", path(sources, test[0])).getDeclaredMethods())
              .filter(ClaimedLimitsTest::isTest)
              .map(Method::getName)
              .toList();
      assertThat(methods).as(claim.toString()).contains(test[1]);
    }
  }

  private static Path path(Map<String, Path> sources, String name) {
    return Optional.ofNullable(sources.get(name))
        .orElseThrow(() -> new AssertionError("no test class " + name));
  }

  private static boolean isTest(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().endsWith("Test"));
  }

  /// `ClassName.CONSTANT` of every class whose name ends in Limits.
  private static Set<String> limits() throws Exception {
    Set<String> limits = new TreeSet<>();
    for (Map.Entry<String, Path> source : sources("src/main/java").entrySet()) {
      if (!source.getKey().matches(".+Limits") || source.getKey().equals("FieldLimits")) {
        continue;
      }
      for (Field field : classOf("src/main/java", source.getValue()).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && isLimit(field.getType())
            && !UNITS.contains(field.getName())) {
          limits.add(source.getKey() + "." + field.getName());
        }
      }
    }
    return limits;
  }

  private static boolean isLimit(Class<?> type) {
    return type == int.class
        || type == long.class
        || type == Duration.class
        || type == Limit.class
        || type == Allowance.class;
  }

  /// Java files by their class names.
  private static Map<String, Path> sources(String root) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> String.valueOf(file.getFileName()).replace(".java", ""),
                  file -> file,
                  (first, _) -> first));
    }
  }

  private static Class<?> classOf(String root, Path source) throws ClassNotFoundException {
    String path = Path.of(root).relativize(source).toString();
    return Class.forName(path.replace(".java", "").replace('/', '.'));
  }
}

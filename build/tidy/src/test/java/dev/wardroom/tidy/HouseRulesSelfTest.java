package dev.wardroom.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each rule refuses what it is there for, and lets the right thing pass: a rule that cannot fail
/// would be worse than none.
class HouseRulesSelfTest {
  private static final String MAIN = "client/src/main/java/dev/wardroom/client/";
  private static final String WIRE = "protocol/wire/src/main/java/dev/wardroom/wire/";

  /// A rule with a tree that it must refuse and one that it must accept.
  private record Sample(String rule, Map<String, String> bad, Map<String, String> good) {}

  private static final Set<Sample> SAMPLES =
      Set.of(
          new Sample(
              "a file has at most 500 lines",
              Map.of("a/Long.java", "\n".repeat(501)),
              Map.of("a/Long.java", "\n".repeat(500))),
          new Sample(
              "a method has at most 70 lines",
              Map.of("a/Long.java", method(71)),
              Map.of("a/Long.java", method(70))),
          new Sample("a package has at most 15 files", classes(16), classes(15)),
          new Sample(
              "a class name says what the class is",
              Map.of(MAIN + "MessageManager.java", "class MessageManager {}"),
              Map.of(MAIN + "Database.java", "class Database { record Base64Text() {} }")),
          new Sample(
              "a method name says what the method does",
              Map.of(MAIN + "Outbox.java", "class Outbox { void handle(int a) {} }"),
              Map.of(
                  MAIN + "Outbox.java",
                  "class Outbox { @Override void handle() {} void send() {} }")),
          new Sample(
              "java.sql stays in stores",
              Map.of(MAIN + "Outbox.java", "import java.sql.Connection; class Outbox {}"),
              Map.of(
                  MAIN + "OutboxStore.java", "import java.sql.Connection; class OutboxStore {}")),
          new Sample(
              "protocol code never reads the wall clock",
              Map.of(WIRE + "Lease.java", "class Lease { long t = System.currentTimeMillis(); }"),
              Map.of(
                  WIRE + "Lease.java",
                  "class Lease { long t(java.time.Clock c) { return c.millis(); } }")),
          new Sample(
              "every package explains itself and is null-marked",
              Map.of(MAIN + "Outbox.java", "class Outbox {}"),
              Map.of(
                  MAIN + "Outbox.java",
                  "class Outbox {}",
                  MAIN + "package-info.java",
                  "/// Sends.\n@NullMarked package a;")),
          new Sample(
              "no open note without an issue number",
              Map.of("a/A.java", "// TODO make it work"),
              Map.of("a/A.java", "// TODO (#12) make it faster")),
          new Sample(
              "no mocking library",
              Map.of("a/ATest.java", "import org.mockito.Mockito;"),
              Map.of("a/ATest.java", "import org.assertj.core.api.Assertions;")),
          new Sample(
              "links between documents resolve",
              Map.of("README.md", "[the map](docs/map.md#rooms)", "docs/map.md", "# Map\n"),
              Map.of(
                  "README.md",
                  "[the map](docs/map.md#the-rooms)",
                  "docs/map.md",
                  "# Map\n## The rooms\n")),
          new Sample(
              "every dependency is explained",
              Map.of("pom.xml", "<groupId>a.b</groupId><artifactId>c</artifactId>"),
              Map.of(
                  "pom.xml",
                  "<groupId>a.b</groupId> <artifactId>c</artifactId>",
                  "docs/dependencies.md",
                  "| `a.b:c` | why | MIT | fork |")),
          new Sample(
              "the server is built without secret code",
              Map.of("server/pom.xml", serverWith("")),
              Map.of("server/pom.xml", serverWith("<scope>test</scope>"))),
          new Sample(
              "every configuration key is documented",
              Map.of("docs/operate/wardroom.example.properties", "# bind.port = 8440"),
              Map.of(
                  "docs/operate/wardroom.example.properties",
                  "# bind.port = 8440",
                  "docs/operate/configuration.md",
                  "| `bind.port` | where it listens |")),
          new Sample(
              "every metric is documented",
              Map.of(MAIN + "A.java", "class A { void a() { counter(\"wardroom.calls\"); } }"),
              Map.of(
                  MAIN + "A.java",
                  "class A { void a() { counter(\"wardroom.calls\"); } }",
                  "docs/operate/monitoring.md",
                  "| `wardroom_calls` | calls |")),
          new Sample(
              "every finding of the doctor is explained",
              Map.of(MAIN + "A.java", "class A { void a() { Finding.good(\"disk\", \"b\"); } }"),
              Map.of(
                  MAIN + "A.java",
                  "class A { void a() { Finding.good(\"disk\", \"b\"); } }",
                  "docs/operate/troubleshooting.md",
                  "| `disk` | the disk |")),
          new Sample(
              "no file knows the machine it was written on",
              Map.of("a/A.java", "// see /ho" + "me/somebody/notes"),
              Map.of("a/A.java", "// see https://example.org/home/somebody/notes")),
          new Sample(
              "scripts stop at the first error",
              Map.of("build/a.sh", "#!/usr/bin/env bash\necho a\n"),
              Map.of("build/a.sh", "#!/usr/bin/env bash\n# says a\nset -euo pipefail\necho a\n")),
          new Sample(
              "changelog entries are one sentence of a known kind",
              Map.of("changelog.d/chat.new.md", "A messenger."),
              Map.of("changelog.d/chat.added.md", "A messenger in the terminal.")),
          new Sample(
              "every method of the schema has a comment",
              Map.of("schema/a.proto", "service A {\n  rpc B(C) returns (D);\n}"),
              Map.of("schema/a.proto", "service A {\n  // Does.\n  rpc B(C) returns (D);\n}")));

  @TestFactory
  Stream<DynamicTest> aRuleRefusesTheWrongAndAcceptsTheRight() {
    return SAMPLES.stream()
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.rule(),
                () -> {
                  Rule rule = Objects.requireNonNull(HouseRules.all().get(sample.rule()));
                  assertThat(rule.check(SourceTree.of(sample.bad()))).isNotEmpty();
                  assertThat(rule.check(SourceTree.of(sample.good()))).isEmpty();
                }));
  }

  @Test
  void everyRuleHasItsSample() {
    Set<String> sampled = new HashSet<>();
    SAMPLES.forEach(sample -> sampled.add(sample.rule()));
    assertThat(sampled).isEqualTo(HouseRules.all().keySet());
  }

  private static String serverWith(String scope) {
    return "<dependency><artifactId>wardroom-core</artifactId>" + scope + "</dependency>";
  }

  private static String method(int lines) {
    return "class Long {\n  void a() {\n" + "    b();\n".repeat(lines - 2) + "  }\n}\n";
  }

  private static Map<String, String> classes(int count) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      files.put(MAIN + "A" + i + ".java", "class A" + i + " {}");
    }
    return files;
  }
}

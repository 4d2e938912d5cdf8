package dev.wardroom.tidy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Which room may import which. The table is in ARCHITECTURE.md, "Rooms"; here it is law.
class RoomsTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.wardroom");

  private static final String SERVER = "dev.wardroom.server.";

  /// Lower rooms first. A room calls only groups before its own, never its own group.
  private static final List<List<String>> DOMAIN_ORDER =
      List.of(
          List.of("audit"),
          List.of("networks"),
          List.of("directory"),
          List.of("accounts"),
          List.of("conversations"),
          List.of("mailbox", "files"),
          List.of("admin"));

  @TestFactory
  Stream<DynamicTest> everyRoomKeepsToItsDoors() {
    List<ArchRule> rules = new ArrayList<>();
    rules.add(
        only(
            "dev.wardroom.wire..",
            "dev.wardroom.wire..",
            "java..",
            "javax.crypto..",
            "org.jspecify.."));
    rules.add(
        only(
            "dev.wardroom.core..",
            "dev.wardroom.core..",
            "dev.wardroom.wire..",
            "java..",
            "javax.crypto..",
            "javax.security.auth..",
            "org.bouncycastle..",
            "org.jspecify.."));
    rules.add(never("dev.wardroom.wire..", "java.net..", "java.nio.file..", "java.util.logging.."));
    rules.add(noThreadsInTheProtocol());
    rules.add(never("dev.wardroom.core..", "java.net..", "java.nio.file..", "java.util.logging.."));
    rules.add(
        never(
            "dev.wardroom.server..",
            "dev.wardroom.core..",
            "dev.wardroom.client..",
            "dev.wardroom.cli.."));
    rules.add(never("dev.wardroom.client..", "dev.wardroom.server..", "dev.wardroom.cli.."));
    rules.add(never("dev.wardroom.cli..", "dev.wardroom.server..", "java.sql..", "org.jdbi.."));
    rules.add(vertxInTheEdgeAlone());
    rules.add(nobodyImportsApp());
    rules.add(never(SERVER + "edge..", "java.sql..", "org.jdbi..", SERVER + "kernel.db.."));
    rules.addAll(domainOrder());
    return rules.stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(ALL)));
  }

  @Test
  void theServersClassesWereFound() {
    assertThat(ALL.stream().filter(resideInAPackage("dev.wardroom.server..")).count()).isPositive();
    assertThat(ALL.stream().filter(resideInAPackage("dev.wardroom.wire..")).count()).isPositive();
  }

  @Test
  void aRoomThatImportsWhatItMayNotIsRefused() {
    ArchRule wrong = never("dev.wardroom.tidy..", "com.google.protobuf..");
    JavaClasses own = new ClassFileImporter().importPackages("dev.wardroom.tidy");
    assertThat(wrong.evaluate(own).hasViolation()).isTrue();
    assertThat(only("dev.wardroom.tidy..", "java..").evaluate(own).hasViolation()).isTrue();
  }

  private static ArchRule noThreadsInTheProtocol() {
    return noClasses()
        .that()
        .resideInAnyPackage("dev.wardroom.wire..", "dev.wardroom.core..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java.lang.Thread|java.util.concurrent.*(Executor|Future).*")
        .as("protocol code starts no threads")
        .allowEmptyShould(true);
  }

  private static ArchRule vertxInTheEdgeAlone() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(SERVER + "edge..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .as("only server.edge imports Vert.x")
        .allowEmptyShould(true);
  }

  private static ArchRule nobodyImportsApp() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(SERVER + "app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SERVER + "app..")
        .as("nobody imports server.app")
        .allowEmptyShould(true);
  }

  /// A domain never calls its own group's other rooms or those above; kernel and edge call none.
  private static List<ArchRule> domainOrder() {
    List<ArchRule> rules = new ArrayList<>();
    List<String> all = DOMAIN_ORDER.stream().flatMap(List::stream).map(RoomsTest::room).toList();
    for (String ground : List.of("kernel", "edge")) {
      rules.add(never(room(ground), all.toArray(String[]::new)));
    }
    for (int group = 0; group < DOMAIN_ORDER.size(); group++) {
      for (String domain : DOMAIN_ORDER.get(group)) {
        List<String> closed = new ArrayList<>();
        DOMAIN_ORDER.subList(group, DOMAIN_ORDER.size()).stream()
            .flatMap(List::stream)
            .filter(other -> !other.equals(domain))
            .forEach(other -> closed.add(room(other)));
        if (!closed.isEmpty()) {
          rules.add(never(room(domain), closed.toArray(String[]::new)));
        }
      }
    }
    return rules;
  }

  private static String room(String name) {
    return SERVER + name + "..";
  }

  private static ArchRule never(String room, String... closed) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(closed)
        .as(room + " never imports " + String.join(", ", closed))
        .allowEmptyShould(true);
  }

  private static ArchRule only(String room, String... open) {
    DescribedPredicate<JavaClass> allowed =
        resideInAnyPackage(open).or(JavaClass.Predicates.type(Object.class));
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(allowed.or(new PrimitiveOrArray()))
        .as(room + " imports only " + String.join(", ", open))
        .allowEmptyShould(true);
  }

  private static final class PrimitiveOrArray extends DescribedPredicate<JavaClass> {
    PrimitiveOrArray() {
      super("primitives and arrays");
    }

    @Override
    public boolean test(JavaClass type) {
      return type.isPrimitive() || type.isArray();
    }
  }
}

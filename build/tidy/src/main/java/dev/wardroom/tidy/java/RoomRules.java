package dev.wardroom.tidy.java;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreeScanner;
import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What only some rooms may touch: SQL, the wall clock, and the JDK's preview features.
public final class RoomRules {
  /// Stores, the kernel's database room, backups (which copy whole tables), and the client's local
  /// store.
  private static final Pattern SQL_ROOMS =
      Pattern.compile(
          ".*Store\\.java|.*/server/kernel/db/.*|.*/server/admin/backup/.*|.*/client/store/.*|e2e/.*");

  private static final Set<String> CLOCKS =
      Set.of(
          "Instant.now",
          "LocalDate.now",
          "LocalDateTime.now",
          "ZonedDateTime.now",
          "OffsetDateTime.now",
          "System.currentTimeMillis",
          "System.nanoTime",
          "Clock.systemUTC",
          "Clock.systemDefaultZone");

  private RoomRules() {}

  /// `java.sql` appears in stores and the kernel's database room only.
  public static List<Violation> sql(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (ParsedJava java :
        ParsedJava.of(
            tree, file -> file.isMainJava() && !SQL_ROOMS.matcher(file.path()).matches())) {
      for (ImportTree imported : java.unit().getImports()) {
        String name = imported.getQualifiedIdentifier().toString();
        if (name.startsWith("java.sql.") || name.startsWith("javax.sql.")) {
          violations.add(
              new Violation(
                  java.file().at(java.firstLine(imported)),
                  name + " outside a store: move the SQL there"));
        }
      }
    }
    return violations;
  }

  /// Protocol code is given its time; it never asks the machine.
  public static List<Violation> clocks(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (ParsedJava java :
        ParsedJava.of(tree, file -> file.isMainJava() && file.path().startsWith("protocol/"))) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
          if (CLOCKS.contains(select.toString())) {
            violations.add(
                new Violation(
                    java.file().at(java.firstLine(select)),
                    select + " in protocol code: take a Clock or a time"));
          }
          return super.visitMemberSelect(select, null);
        }
      }.scan(java.unit(), null);
    }
    return violations;
  }

  /// Every package of production code says what it is for and is null-marked.
  public static List<Violation> packages(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    tree.files(SourceFile::isMainJava).stream()
        .map(SourceFile::folder)
        .distinct()
        .forEach(folder -> {
          String text = tree.file(folder + "/package-info.java").map(SourceFile::text).orElse("");
          if (!text.contains("///")) {
            violations.add(
                new Violation(folder, "no package-info.java that says purpose and invariants"));
          } else if (!text.contains("@NullMarked")) {
            violations.add(new Violation(folder + "/package-info.java", "not @NullMarked"));
          }
        });
    return violations;
  }
}

package dev.wardroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The specification names every label, limit and error that the code has, with its value.
class SpecificationTest {
  @Test
  void everyLabelStandsInTheTableOfLabels() throws IOException, IllegalAccessException {
    String tables = tables();

    List<Field> labels = constants(Labels.class);

    assertThat(labels).hasSizeGreaterThan(30);
    for (Field label : labels) {
      assertThat(tables).contains("| `" + label.get(null) + "` |");
    }
  }

  @Test
  void everyLimitStandsInTheTableOfLimitsWithItsValue() throws IOException, IllegalAccessException {
    String tables = tables();

    List<Field> limits = constants(WireLimits.class);

    assertThat(limits).hasSizeGreaterThan(30);
    for (Field limit : limits) {
      long value = ((Number) limit.get(null)).longValue();
      String row = String.format(Locale.ROOT, "| %s | %,d |", limit.getName(), value);
      assertThat(tables).contains(row);
    }
  }

  @Test
  void everyErrorStandsInTheTableOfErrors() throws IOException {
    String tables = tables();

    for (ProtocolError error : ProtocolError.values()) {
      assertThat(tables).contains("\n| " + error + " | ");
    }
  }

  private static List<Field> constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .toList();
  }

  /// The tests run in the module's folder or in the project's.
  private static String tables() throws IOException {
    Path inProject = Path.of("docs/protocol/tables.md");
    Path file = Files.exists(inProject) ? inProject : Path.of("../..").resolve(inProject);
    return Files.readString(file);
  }
}

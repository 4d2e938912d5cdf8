package dev.wardroom.server.kernel.config;

import java.util.List;

/// The example file and the documentation's table, both made from the declarations.
public final class ExampleFile {
  private static final int LINE_MAX = 100;

  private ExampleFile() {}

  /// `wardroom.example.properties`: every key with its meaning and its default, commented out.
  public static String properties(List<Limit> limits) {
    StringBuilder text = new StringBuilder();
    text.append("# Wardroom's configuration. Every key can also be an environment variable:\n");
    text.append("# public-url is WARDROOM_PUBLIC_URL. An unknown key stops the start.\n");
    for (ConfigKeys.Key key : ConfigKeys.all(limits)) {
      text.append('\n');
      wrap(key.doc(), text);
      text.append('#').append(key.name()).append('=').append(key.fallback()).append('\n');
    }
    return text.toString();
  }

  /// The same as a Markdown table.
  public static String markdown(List<Limit> limits) {
    StringBuilder text = new StringBuilder("| key | variable | default | meaning |\n");
    text.append("| --- | --- | --- | --- |\n");
    for (ConfigKeys.Key key : ConfigKeys.all(limits)) {
      text.append("| `").append(key.name()).append("` | `").append(key.variable()).append("` | ");
      text.append(key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`");
      text.append(" | ").append(key.doc().replace("|", "\\|")).append(" |\n");
    }
    return text.toString();
  }

  private static void wrap(String doc, StringBuilder text) {
    StringBuilder line = new StringBuilder("#");
    for (String word : doc.split(" ", -1)) {
      if (line.length() + 1 + word.length() > LINE_MAX) {
        text.append(line).append('\n');
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}

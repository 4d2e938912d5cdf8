package dev.wardroom.server.admin;

/// The Java under the server.
final class JavaChecks {
  private static final int NEEDED = 25;

  private JavaChecks() {}

  static Finding version() {
    int found = Runtime.version().feature();
    String text = "Java " + Runtime.version() + ", " + processors() + " processors";
    return found >= NEEDED
        ? Finding.good("java", text)
        : Finding.wrong("java", text, "Install a JDK " + NEEDED + " and set JAVA_HOME to it.");
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}

package dev.wardroom.server.app;

/// The release, as the build wrote it into the jar.
final class Version {
  private Version() {}

  static String text() {
    String built = Version.class.getPackage().getImplementationVersion();
    return built == null ? "development" : built;
  }
}

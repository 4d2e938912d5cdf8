package dev.wardroom.server.kernel.config;

/// The configuration cannot be used; the server does not start. The text names the key and what to
/// write instead.
public final class ConfigProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigProblem(String text) {
    super(text, null, false, false);
  }
}

package dev.wardroom.server.kernel.config;

/// A configured secret, kept out of logs and messages.
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "(secret)";
  }
}

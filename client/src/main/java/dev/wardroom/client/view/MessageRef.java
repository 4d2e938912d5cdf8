package dev.wardroom.client.view;

/// Names a message outside of the engine.
///
/// @param text 32 lower-case hexadecimal digits of the 16-byte message id; rises with the time of
///   sending
public record MessageRef(String text) {

  @Override
  public String toString() {
    return text;
  }
}

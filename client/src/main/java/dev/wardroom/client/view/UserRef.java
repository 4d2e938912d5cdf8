package dev.wardroom.client.view;

/// Names a person outside of the engine.
///
/// @param text 32 lower-case hexadecimal digits of the 16-byte user id
public record UserRef(String text) {

  @Override
  public String toString() {
    return text;
  }
}

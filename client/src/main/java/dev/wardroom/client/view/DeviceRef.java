package dev.wardroom.client.view;

/// Names a device outside of the engine.
///
/// @param text 32 lower-case hexadecimal digits of the 16-byte device id
public record DeviceRef(String text) {

  @Override
  public String toString() {
    return text;
  }
}

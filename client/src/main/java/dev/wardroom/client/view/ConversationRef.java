package dev.wardroom.client.view;

/// Names a conversation outside of the engine.
///
/// @param text 64 lower-case hexadecimal digits of the 32-byte conversation id
public record ConversationRef(String text) {

  @Override
  public String toString() {
    return text;
  }
}

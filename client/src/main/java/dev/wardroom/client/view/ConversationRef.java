package dev.wardroom.client.view;

/// Names a conversation outside of the engine.
///
/// @param text 43 characters, base64url without padding, of the 32-byte conversation id
public record ConversationRef(String text) {

  @Override
  public String toString() {
    return text;
  }
}

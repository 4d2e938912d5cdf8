package dev.wardroom.client.view;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A message to be sent.
///
/// @param text Markdown, at most 32,768 bytes in UTF-8; the caption when there is a file
/// @param file absolute path of a file to send
/// @param voiceMillis with a file: it is a voice memo of this playable length; 0 = an ordinary file
/// @param ttlSeconds absent = the conversation's default; 0 = none
/// @param burnSeconds absent = the conversation's default; 0 = none
/// @param mentions user names, or `everyone`; each must stand in the text as `@name`
public record Draft(
    String text,
    Optional<Path> file,
    int voiceMillis,
    Optional<MessageView.LocationView> location,
    Optional<MessageRef> replyTo,
    List<String> mentions,
    Optional<Integer> ttlSeconds,
    Optional<Integer> burnSeconds) {

  public Draft {
    mentions = List.copyOf(mentions);
  }

  /// A plain text.
  public static Draft text(String markdown) {
    return new Draft(
        markdown,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /// A file with a caption, which may be empty.
  public static Draft file(Path path, String caption) {
    return text(caption).withFile(path, 0);
  }

  public Draft withFile(Path path, int voice) {
    return new Draft(
        text, Optional.of(path), voice, location, replyTo, mentions, ttlSeconds, burnSeconds);
  }

  public Draft withLocation(MessageView.LocationView place) {
    return new Draft(
        text, file, voiceMillis, Optional.of(place), replyTo, mentions, ttlSeconds, burnSeconds);
  }

  public Draft withReplyTo(MessageRef message) {
    return new Draft(
        text, file, voiceMillis, location, Optional.of(message), mentions, ttlSeconds, burnSeconds);
  }

  public Draft withMentions(List<String> usernames) {
    return new Draft(
        text, file, voiceMillis, location, replyTo, usernames, ttlSeconds, burnSeconds);
  }

  public Draft withTtl(int seconds) {
    return new Draft(
        text, file, voiceMillis, location, replyTo, mentions, Optional.of(seconds), burnSeconds);
  }

  public Draft withBurn(int seconds) {
    return new Draft(
        text, file, voiceMillis, location, replyTo, mentions, ttlSeconds, Optional.of(seconds));
  }
}

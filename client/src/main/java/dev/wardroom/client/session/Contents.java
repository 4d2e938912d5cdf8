package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.people.People;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.File;
import dev.wardroom.schema.v1.Location;
import dev.wardroom.schema.v1.Mention;
import dev.wardroom.schema.v1.Reference;
import dev.wardroom.schema.v1.Text;
import dev.wardroom.wire.id.UserId;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Contents out of what a person wrote.
final class Contents {

  private static final int TEXT_BYTES_MAX = 32_768;
  private static final int EMOJI_BYTES_MAX = 64;

  private final People people;

  Contents(People people) {
    this.people = people;
  }

  /// @param file already uploaded, when the draft has one
  /// @param reply the message that is answered
  Content of(Draft draft, Optional<File> file, Optional<StoredMessage> reply, long burnSeconds) {
    checkText(draft.text(), file.isPresent() || draft.location().isPresent());
    Content.Builder content = Content.newBuilder();
    if (file.isPresent()) {
      content.setFile(file.get().toBuilder().setCaption(draft.text()));
    } else if (draft.location().isPresent()) {
      content.setLocation(location(draft.location().get()));
    } else {
      content.setText(text(draft.text()));
    }
    reply.ifPresent(message -> content.setReplyTo(reference(message)));
    draft.mentions().forEach(mention -> addMention(content, draft.text(), mention));
    return content.setBurnSeconds((int) burnSeconds).build();
  }

  static Text text(String markdown) {
    return Text.newBuilder().setMarkdown(markdown).build();
  }

  static void checkText(String text, boolean mayBeEmpty) {
    if (text.isBlank() && !mayBeEmpty) {
      throw new ClientException(ClientException.Kind.USAGE, "there is nothing to send");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
      throw new ClientException(
          ClientException.Kind.USAGE,
          "the text is longer than " + TEXT_BYTES_MAX + " bytes: send it as a file");
    }
  }

  private static Location location(MessageView.LocationView place) {
    boolean onEarth = Math.abs(place.latitude()) <= 90 && Math.abs(place.longitude()) <= 180;
    if (!onEarth) {
      throw new ClientException(
          ClientException.Kind.USAGE, "a latitude is within ±90, a longitude within ±180");
    }
    return Location.newBuilder()
        .setLatitude(place.latitude())
        .setLongitude(place.longitude())
        .setAccuracyMetres(place.accuracyMetres())
        .setLabel(place.label())
        .build();
  }

  private void addMention(Content.Builder content, String text, String mention) {
    String name = mention.startsWith("@") ? mention.substring(1) : mention;
    Matcher place =
        Pattern.compile("@" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])", Pattern.CASE_INSENSITIVE)
            .matcher(text);
    Mention.Builder built = Mention.newBuilder();
    if (name.toLowerCase(Locale.ROOT).equals("everyone")) {
      built.setEveryone(true);
    } else {
      UserId user =
          people
              .find(name)
              .orElseThrow(() -> Refs.notFound("there is nobody called " + name + " to mention"));
      built.setUserId(ByteString.copyFrom(user.toArray()));
    }
    if (place.find()) {
      built.setStart(place.start()).setLength(place.end() - place.start());
    }
    content.addMentions(built);
  }

  /// @throws ClientException when the message has no place in the conversation yet
  static Reference reference(StoredMessage message) {
    if (message.digest().isEmpty()) {
      throw Refs.refused("this message is not sent yet: try again in a moment");
    }
    return Reference.newBuilder()
        .setMessageId(ByteString.copyFrom(message.id().toArray()))
        .setDigest(ByteString.copyFrom(message.digest().get().toArray()))
        .build();
  }

  static void checkEmoji(String emoji) {
    BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
    graphemes.setText(emoji);
    boolean one = !emoji.isBlank() && graphemes.next() == emoji.length();
    if (!one || emoji.getBytes(StandardCharsets.UTF_8).length > EMOJI_BYTES_MAX) {
      throw new ClientException(ClientException.Kind.USAGE, "a reaction is one emoji");
    }
  }
}

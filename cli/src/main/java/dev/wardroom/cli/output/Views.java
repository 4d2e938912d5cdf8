package dev.wardroom.cli.output;

import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.ConversationView.MemberView;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.FileView;
import dev.wardroom.client.view.MessageView.LocationView;
import dev.wardroom.client.view.MessageView.QuoteView;
import dev.wardroom.client.view.MessageView.ReactionView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.WarningView;
import java.time.Instant;
import java.util.Locale;

/// The engine's views as JSON. The keys are a contract with scripts: add, never rename (docs/cli.md
/// lists them).
public final class Views {
  private Views() {}

  /// A message as `listen`, `history` and `search` write it.
  public static Json message(MessageView message) {
    return Json.event("message")
        .with("message", message.message())
        .with("conversation", message.conversation())
        .with("from", message.from().username())
        .with("sentAt", message.sentAt())
        .with("kind", message.kind().text())
        .with("text", message.text())
        .with("number", message.number())
        .withText("name", message.from().name())
        .with("device", message.fromDevice())
        .withFlag("own", message.own())
        .with("acceptedAt", message.acceptedAt())
        .with("delivery", message.delivery().name().toLowerCase(Locale.ROOT))
        .with("target", message.target())
        .with("replyTo", message.replyTo().map(Views::quote))
        .withList("mentions", message.mentions().stream().map(Views::mention).toList())
        .with("file", message.file().map(Views::file))
        .with("location", message.location().map(Views::location))
        .withList("reactions", message.reactions().stream().map(Views::reaction).toList())
        .plus(marks(message));
  }

  private static Json marks(MessageView message) {
    Json marks =
        Json.EMPTY
            .with("editedAt", message.editedAt())
            .withFlag("recalled", message.recalled())
            .with("expiresAt", message.expiresAt());
    marks = message.ttlSeconds() > 0 ? marks.with("expires", message.ttlSeconds()) : marks;
    marks = message.burnSeconds() > 0 ? marks.with("burn", message.burnSeconds()) : marks;
    return marks
        .withFlag("starred", message.starred())
        .withFlag("read", message.read())
        .withList("readBy", message.readBy())
        .withFlag("verified", message.verifiedSender())
        .withList("warnings", message.warnings().stream().map(Views::warning).toList());
  }

  public static Json warning(WarningView warning) {
    return Json.of("kind", warning.kind().name().toLowerCase(Locale.ROOT))
        .with("text", warning.text());
  }

  public static Json person(PersonView person) {
    return Json.of("user", person.user())
        .with("username", person.username())
        .with("name", person.name())
        .withFlag("self", person.self())
        .withFlag("suspended", person.suspended())
        .withFlag("verified", person.verified())
        .withFlag("rootChanged", person.rootChanged())
        .withFlag("blocked", person.blocked());
  }

  public static Json device(DeviceView device) {
    return Json.of("device", device.device())
        .with("name", device.name())
        .with("current", device.current())
        .with("addedAt", device.addedAt())
        .with("seenAt", device.seenAt());
  }

  /// A conversation as `rooms list` writes it.
  public static Json conversation(ConversationView conversation) {
    return Json.of("conversation", conversation.conversation())
        .with("kind", conversation.kind().name().toLowerCase(Locale.ROOT))
        .with("title", conversation.title())
        .withText("description", conversation.description())
        .withList("members", conversation.members().stream().map(Views::member).toList())
        .with("unread", conversation.unread())
        .withFlag("mentioned", conversation.mentioned())
        .with("lastActivity", conversation.lastActivity())
        .withFlag("pinned", conversation.pinned())
        .with("mutedUntil", conversation.mutedUntil().map(Views::until))
        .with("expires", conversation.defaultTtlSeconds())
        .with("burn", conversation.defaultBurnSeconds())
        .withFlag("retained", conversation.retained())
        .withFlag("left", conversation.left())
        .withFlag("forked", conversation.forked());
  }

  private static Object until(Instant instant) {
    return instant.equals(Instant.MAX) ? "always" : instant;
  }

  private static Json member(MemberView member) {
    return Json.of("username", member.person().username())
        .with("name", member.person().name())
        .withFlag("moderator", member.moderator());
  }

  private static Json quote(QuoteView quote) {
    return Json.of("message", quote.message())
        .with("from", quote.from().map(PersonView::username))
        .withText("text", quote.text());
  }

  private static Json mention(MessageView.MentionView mention) {
    return Json.of("user", mention.user().map(Object::toString).orElse("everyone"))
        .with("start", mention.start())
        .with("length", mention.length());
  }

  private static Json file(FileView file) {
    Json json =
        Json.of("name", file.name())
            .with("mediaType", file.mediaType())
            .with("size", file.sizeBytes());
    json = file.voiceMillis() > 0 ? json.with("voiceMillis", file.voiceMillis()) : json;
    return json.with("path", file.localPath());
  }

  private static Json location(LocationView location) {
    return Json.of("latitude", location.latitude())
        .with("longitude", location.longitude())
        .with("accuracyMetres", location.accuracyMetres())
        .withText("label", location.label());
  }

  private static Json reaction(ReactionView reaction) {
    return Json.of("emoji", reaction.emoji())
        .with("by", reaction.by().stream().map(PersonView::username).toList());
  }
}

package dev.wardroom.client.messages;

import com.google.protobuf.ByteString;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.people.People;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.File;
import dev.wardroom.schema.v1.Mention;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.VerifiedLogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rows as screens and scripts see them, with reactions, receipts and quotes folded in.
public final class MessageViews {

  private static final int QUOTE_CHARACTERS_MAX = 200;

  private final MessageStore store;
  private final ConversationStore conversations;
  private final People people;
  private final ReceiptStore receipts = new ReceiptStore();
  private final References references;
  private final MembershipText membership;

  public MessageViews(MessageStore store, ConversationStore conversations, People people) {
    this.store = store;
    this.references = new References(store);
    this.conversations = conversations;
    this.people = people;
    this.membership = new MembershipText(people);
  }

  public MessageView view(Tx tx, StoredMessage message) {
    PersonView from = people.view(tx, message.sender());
    List<UserRef> readBy =
        message.own()
            ? receipts.of(tx, message.id()).stream().map(People::ref).toList()
            : List.of();
    Optional<Content> content = message.content();
    return new MessageView(
        new MessageRef(message.id().toString()),
        new ConversationRef(message.conversation().toString()),
        message.number(),
        message.arrival(),
        from,
        new DeviceRef(message.device().toString()),
        message.own(),
        Instant.ofEpochMilli(message.sentAt()),
        time(message.acceptedAt()),
        message.kind(),
        message.delivery(),
        text(tx, message),
        message.target().map(id -> new MessageRef(id.toString())),
        message.replyTo().map(id -> quote(tx, id, message)),
        content.map(MessageViews::mentions).orElse(List.of()),
        content.filter(Content::hasFile).map(each -> file(each.getFile(), message)),
        content.filter(Content::hasLocation).map(MessageViews::location),
        reactions(tx, message),
        time(message.editedAt()),
        message.recalled(),
        time(message.expiresAt()),
        (int) message.ttl(),
        (int) message.burn(),
        message.starred(),
        message.own() || message.readAt() > 0,
        readBy,
        from.verified() || from.self(),
        Warnings.views(message.warnings()));
  }

  private String text(Tx tx, StoredMessage message) {
    if (message.recalled()) {
      return "";
    }
    if (message.kind() == MessageKind.MEMBERSHIP) {
      return membership(tx, message);
    }
    return message.edited().orElseGet(() -> message.content().map(MessageViews::plain).orElse(""));
  }

  private String membership(Tx tx, StoredMessage message) {
    return conversations
        .signedEntry(tx, message.conversation(), message.sequence())
        .map(signed -> {
          try {
            return membership.of(tx, VerifiedLogEntry.unverified(signed));
          } catch (ProtocolException e) {
            return "";
          }
        })
        .orElse("");
  }

  /// The text of a content, as it was sent.
  public static String plain(Content content) {
    return switch (content.getKindCase()) {
      case TEXT -> content.getText().getMarkdown();
      case EDIT -> content.getEdit().getText().getMarkdown();
      case REACTION -> content.getReaction().getEmoji();
      case FILE -> content.getFile().getCaption();
      case LOCATION -> content.getLocation().getLabel();
      case ROOM_CARD -> content.getRoomCard().getTitle();
      case RECALL, READ_RECEIPT, PROFILE, OWN_STATE, SEND_AGAIN, RESENT, KIND_NOT_SET -> "";
    };
  }

  /// One line for lists.
  public String preview(Tx tx, StoredMessage message) {
    String text = text(tx, message).replaceAll("\\s+", " ").strip();
    if (message.recalled()) {
      return "recalled";
    }
    return switch (message.kind()) {
      case FILE, VOICE ->
          message.content().map(content -> content.getFile().getName()).orElse("file");
      case UNDECRYPTABLE -> "could not be opened";
      case GONE -> "gone before it was read here";
      case LOCATION -> text.isEmpty() ? "location" : text;
      case TEXT, REACTION, EDIT, RECALL, RECEIPT, CARD, PROFILE, MEMBERSHIP, STATE -> text;
    };
  }

  /// Only what the reply names by its digest, in its own conversation: an id alone could show the
  /// text of another one.
  private MessageView.QuoteView quote(Tx tx, MessageId id, StoredMessage reply) {
    Optional<StoredMessage> quoted =
        reply
            .content()
            .flatMap(content -> references.named(tx, reply.conversation(), content.getReplyTo()));
    String text = quoted.map(message -> preview(tx, message)).orElse("");
    return new MessageView.QuoteView(
        new MessageRef(id.toString()),
        quoted.map(message -> people.view(tx, message.sender())),
        text.length() <= QUOTE_CHARACTERS_MAX ? text : text.substring(0, QUOTE_CHARACTERS_MAX));
  }

  private List<MessageView.ReactionView> reactions(Tx tx, StoredMessage message) {
    Map<String, Set<UserId>> byEmoji = new LinkedHashMap<>();
    for (StoredMessage each : store.about(tx, message.id())) {
      if (each.kind() != MessageKind.REACTION
          || each.content().isEmpty()
          || !References.isAbout(each, message)) {
        continue;
      }
      dev.wardroom.schema.v1.Reaction reaction = each.content().get().getReaction();
      Set<UserId> users = byEmoji.computeIfAbsent(reaction.getEmoji(), _ -> new LinkedHashSet<>());
      if (reaction.getRemoved()) {
        users.remove(each.sender());
      } else {
        users.add(each.sender());
      }
    }
    List<MessageView.ReactionView> views = new ArrayList<>();
    byEmoji.forEach((emoji, users) -> {
      if (!users.isEmpty()) {
        views.add(
            new MessageView.ReactionView(
                emoji, users.stream().map(user -> people.view(tx, user)).toList()));
      }
    });
    return views;
  }

  private static List<MessageView.MentionView> mentions(Content content) {
    List<MessageView.MentionView> views = new ArrayList<>();
    for (Mention mention : content.getMentionsList()) {
      ByteString user = mention.getUserId();
      Optional<UserRef> ref =
          mention.getEveryone() || user.size() != 16
              ? Optional.empty()
              : Optional.of(People.ref(UserId.of(user.toByteArray())));
      views.add(new MessageView.MentionView(ref, mention.getStart(), mention.getLength()));
    }
    return views;
  }

  private static MessageView.FileView file(File file, StoredMessage message) {
    return new MessageView.FileView(
        file.getName(),
        file.getMediaType(),
        file.getSize(),
        file.hasVoiceMemo() ? file.getVoiceMemo().getDurationMillis() : 0,
        message.localPath());
  }

  private static MessageView.LocationView location(Content content) {
    dev.wardroom.schema.v1.Location place = content.getLocation();
    return new MessageView.LocationView(
        place.getLatitude(), place.getLongitude(), place.getAccuracyMetres(), place.getLabel());
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}

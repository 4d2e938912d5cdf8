package dev.wardroom.client.session;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.Member;
import dev.wardroom.wire.log.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Conversations as lists show them, and finding one by what a person types.
final class ConversationViews {

  private static final int PREFIX_MIN = 4;
  private static final int PREVIEW_CHARACTERS_MAX = 120;
  private static final int TITLE_NAMES_MAX = 4;

  private final Engine engine;

  ConversationViews(Engine engine) {
    this.engine = engine;
  }

  /// Without the notes, unless something was written there.
  List<ConversationView> list() {
    return engine
        .local()
        .db()
        .tx(tx ->
            engine.log().store().list(tx).stream()
                .filter(each -> !isEmptyNotes(tx, each))
                .map(each -> view(tx, each))
                .toList());
  }

  private boolean isEmptyNotes(Tx tx, Conversation conversation) {
    return isNotes(conversation)
        && engine
            .messages()
            .newest(tx, conversation.id())
            .filter(m -> m.kind() != dev.wardroom.client.view.MessageKind.MEMBERSHIP)
            .isEmpty();
  }

  ConversationView view(Conversation conversation) {
    return engine.local().db().tx(tx -> view(tx, conversation));
  }

  private ConversationView view(Tx tx, Conversation conversation) {
    Optional<StoredMessage> newest = engine.messages().newest(tx, conversation.id());
    String preview = newest.map(message -> engine.views().preview(tx, message)).orElse("");
    return new ConversationView(
        Refs.of(conversation.id()),
        kind(conversation),
        title(tx, conversation),
        conversation.card().description(),
        members(tx, conversation),
        (int) engine.messages().unread(tx, conversation.id()),
        engine.messages().unreadMention(tx, conversation.id()),
        Instant.ofEpochMilli(conversation.lastAt()),
        preview.length() <= PREVIEW_CHARACTERS_MAX
            ? preview
            : preview.substring(0, PREVIEW_CHARACTERS_MAX),
        conversation.pinned(),
        muted(conversation.mutedUntil()),
        (int) conversation.state().timers().ttlSeconds(),
        (int) conversation.state().timers().burnSeconds(),
        conversation.state().retention().isPresent(),
        conversation.leftAt() != 0,
        conversation.forked());
  }

  private Optional<Instant> muted(long until) {
    if (until == -1) {
      return Optional.of(Instant.MAX);
    }
    return until > engine.local().clock().millis()
        ? Optional.of(Instant.ofEpochMilli(until))
        : Optional.empty();
  }

  private boolean isNotes(Conversation conversation) {
    return conversation.peer().filter(engine.me().user()::equals).isPresent();
  }

  private ConversationView.Kind kind(Conversation conversation) {
    return switch (conversation.state().kind()) {
      case DIRECT ->
          isNotes(conversation) ? ConversationView.Kind.NOTES : ConversationView.Kind.DIRECT;
      case GROUP -> ConversationView.Kind.GROUP;
      case ROOM -> ConversationView.Kind.ROOM;
    };
  }

  private String title(Tx tx, Conversation conversation) {
    if (isNotes(conversation)) {
      return "Notes";
    }
    if (conversation.peer().isPresent()) {
      return engine.people().view(tx, conversation.peer().get()).shownName();
    }
    if (!conversation.card().title().isEmpty()) {
      return conversation.card().title();
    }
    return conversation.state().members().stream()
        .map(Member::user)
        .filter(user -> !user.equals(engine.me().user()))
        .limit(TITLE_NAMES_MAX)
        .map(user -> engine.people().view(tx, user).shownName())
        .collect(Collectors.joining(", "));
  }

  private List<ConversationView.MemberView> members(Tx tx, Conversation conversation) {
    return conversation.state().members().stream()
        .sorted(Comparator.comparingLong(Member::joinedAt).thenComparing(Member::user))
        .map(member ->
            new ConversationView.MemberView(
                engine.people().view(tx, member.user()), member.role() == Role.MODERATOR))
        .toList();
  }

  /// By full id, unique beginning of an id, title, or user name.
  ConversationView resolve(String text) throws ProtocolException {
    Optional<Conversation> byId = byId(text);
    if (byId.isPresent()) {
      return view(byId.get());
    }
    List<ConversationView> named =
        engine
            .local()
            .db()
            .tx(tx ->
                engine.log().store().list(tx).stream()
                    .map(each -> view(tx, each))
                    .filter(each -> isCalled(each, text))
                    .toList());
    if (named.size() > 1) {
      throw new ClientException(
          ClientException.Kind.USAGE,
          "several conversations are called " + text + ": give the id's first digits");
    }
    if (named.isEmpty()) {
      throw Refs.notFound("there is no conversation " + text + " here");
    }
    return named.getFirst();
  }

  private static boolean isCalled(ConversationView view, String text) {
    String plain = text.startsWith("@") ? text.substring(1) : text;
    boolean peer =
        view.kind() == ConversationView.Kind.DIRECT
            && view.members().stream()
                .map(ConversationView.MemberView::person)
                .filter(person -> !person.self())
                .map(PersonView::username)
                .anyMatch(plain::equalsIgnoreCase);
    return peer || view.title().equalsIgnoreCase(text);
  }

  private Optional<Conversation> byId(String text) throws ProtocolException {
    String hex = text.toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{" + PREFIX_MIN + "," + 2 * ConversationId.LENGTH + "}")) {
      return Optional.empty();
    }
    List<ConversationId> ids = beginning(hex);
    if (ids.isEmpty() && hex.length() == 2 * ConversationId.LENGTH) {
      engine.log().learn(ConversationId.parse(hex));
      ids = beginning(hex);
    }
    if (ids.size() > 1) {
      throw new ClientException(
          ClientException.Kind.USAGE, "several conversations begin like this: give more digits");
    }
    return ids.isEmpty() ? Optional.empty() : engine.log().find(ids.getFirst());
  }

  private List<ConversationId> beginning(String hex) {
    int digits = 2 * ConversationId.LENGTH;
    byte[] from = HexFormat.of().parseHex(hex + "0".repeat(digits - hex.length()));
    byte[] to = HexFormat.of().parseHex(hex + "f".repeat(digits - hex.length()));
    return engine.local().db().tx(tx -> engine.log().store().idsBeginning(tx, from, to));
  }
}

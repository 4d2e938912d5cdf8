package dev.wardroom.client.session;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reading messages out of the store.
final class Finding {

  private static final int LIMIT_MAX = 500;
  private static final int PREFIX_MIN = 4;

  /// Rows that a search opens at a time.
  private static final int SEARCHED_AT_ONCE = 500;

  private final Engine engine;

  Finding(Engine engine) {
    this.engine = engine;
  }

  StoredMessage require(MessageRef message) {
    MessageId id = Refs.id(message);
    return engine
        .local()
        .db()
        .tx(tx -> engine.messages().find(tx, id))
        .orElseThrow(() -> Refs.notFound("there is no such message here: it may be gone"));
  }

  MessageView view(MessageId id) {
    return engine
        .local()
        .db()
        .tx(tx -> engine.messages().find(tx, id).map(message -> engine.views().view(tx, message)))
        .orElseThrow(() -> Refs.notFound("there is no such message here: it may be gone"));
  }

  MessageView resolve(String idBeginning) throws ProtocolException {
    String hex = idBeginning.strip().toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{" + PREFIX_MIN + ",32}")) {
      throw new ClientException(
          ClientException.Kind.USAGE,
          "a message is named by at least " + PREFIX_MIN + " digits of its id");
    }
    byte[] from = HexFormat.of().parseHex(hex + "0".repeat(32 - hex.length()));
    byte[] to = HexFormat.of().parseHex(hex + "f".repeat(32 - hex.length()));
    List<MessageId> ids = engine.local().db().tx(tx -> engine.messages().idsBetween(tx, from, to));
    if (ids.size() > 1) {
      throw new ClientException(
          ClientException.Kind.USAGE, "several messages begin like this: give more digits");
    }
    if (ids.isEmpty()) {
      throw Refs.notFound("there is no such message here: it may be gone");
    }
    return view(ids.getFirst());
  }

  /// Oldest first.
  List<MessageView> history(ConversationId conversation, MessageStore.Place before, int limit) {
    return engine
        .local()
        .db()
        .tx(tx ->
            engine
                .messages()
                .shown(tx, conversation, before, Math.clamp(limit, 1, LIMIT_MAX))
                .reversed()
                .stream()
                .map(message -> engine.views().view(tx, message))
                .toList());
  }

  List<MessageView> starred(int limit) {
    return engine
        .local()
        .db()
        .tx(tx ->
            engine.messages().starred(tx, Math.clamp(limit, 1, LIMIT_MAX)).stream()
                .map(message -> engine.views().view(tx, message))
                .toList());
  }

  List<MessageView> search(String words, Optional<ConversationId> conversation, int limit) {
    List<String> wanted = List.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    List<MessageView> found = new ArrayList<>();
    int most = Math.clamp(limit, 1, LIMIT_MAX);
    long before = Long.MAX_VALUE;
    while (found.size() < most) {
      List<StoredMessage> page = page(before);
      if (page.isEmpty()) {
        return found;
      }
      before = page.getLast().arrival();
      for (StoredMessage message : page) {
        boolean here = conversation.isEmpty() || conversation.get().equals(message.conversation());
        if (here && found.size() < most) {
          fitting(message, wanted).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private List<StoredMessage> page(long before) {
    return engine.local().db().tx(tx -> engine.messages().before(tx, before, SEARCHED_AT_ONCE));
  }

  private Optional<MessageView> fitting(StoredMessage message, List<String> wanted) {
    MessageView view = engine.local().db().tx(tx -> engine.views().view(tx, message));
    String text =
        (view.text()
                + " "
                + view.file().map(MessageView.FileView::name).orElse("")
                + " "
                + view.from().shownName())
            .toLowerCase(Locale.ROOT);
    return wanted.stream().allMatch(text::contains) ? Optional.of(view) : Optional.empty();
  }
}

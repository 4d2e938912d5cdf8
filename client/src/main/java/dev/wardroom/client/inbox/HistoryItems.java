package dev.wardroom.client.inbox;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.messages.HistoryStore;
import dev.wardroom.client.messages.Items;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.store.Local;
import dev.wardroom.core.message.MessageItem;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.message.MessageHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Messages as verifiable items: out of this home for a new device, and into it from an old one.
public final class HistoryItems {

  private static final int AT_ONCE = 200;

  private final Local local;
  private final MessageStore messages;
  private final HistoryStore history;

  public HistoryItems(Local local, MessageStore messages) {
    this.local = local;
    this.messages = messages;
    this.history = new HistoryStore(messages);
  }

  /// @param encoded holds the message's key
  public record Item(long number, long acceptedAt, long readAt, boolean starred, byte[] encoded) {}

  public long count() {
    return local.db().tx(history::count);
  }

  /// Oldest first; what expired, burnt or was recalled has no row any more.
  public void forEach(Consumer<Item> consumer) {
    long after = 0;
    List<StoredMessage> page;
    do {
      long from = after;
      page = local.db().tx(tx -> history.after(tx, from, AT_ONCE));
      for (StoredMessage message : page) {
        after = message.arrival();
        item(message).ifPresent(consumer);
      }
    } while (page.size() == AT_ONCE);
  }

  private Optional<Item> item(StoredMessage message) {
    Optional<byte[]> parts = local.db().tx(tx -> messages.item(tx, message));
    Optional<byte[]> secret = local.db().tx(tx -> messages.secret(tx, message));
    if (message.number() == 0 || parts.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    byte[] encoded = Items.item(parts.get(), secret.get());
    return Optional.of(
        new Item(
            message.number(), message.acceptedAt(), message.readAt(), message.starred(), encoded));
  }

  /// Takes items in.
  public static final class Taking {

    private final InboxParts parts;
    private final ContentApplier applier;
    private final SeenStore seen = new SeenStore();

    public Taking(InboxParts parts) {
      this.parts = parts;
      this.applier = parts.applier();
    }

    /// Verifies an item against the list that it names and saves it, unless it is known.
    ///
    /// @throws ProtocolException when it does not hold
    public void take(Item item) throws ProtocolException {
      try (MessageItem decoded = MessageItem.decode(item.encoded())) {
        MessageHeader header = decoded.message().header();
        ConversationLog log = parts.log();
        if (log.find(header.conversation()).isEmpty()) {
          log.learn(header.conversation());
        }
        DeviceLists lists = parts.lists();
        Content content =
            content(decoded.verifyAndOpen(lists.byHash(header.senderUser(), header.listHash())));
        byte[] key = Items.key(item.encoded());
        parts.local().db().write(tx -> save(tx, item, decoded, content, key));
        Arrays.fill(key, (byte) 0);
      }
    }

    private void save(
        dev.wardroom.client.store.Tx tx,
        Item item,
        MessageItem decoded,
        Content content,
        byte[] key) {
      MessageHeader header = decoded.message().header();
      if (seen.hasSeen(tx, header.senderDevice(), header.id())) {
        return;
      }
      seen.saw(
          tx,
          header.senderDevice(),
          header.id(),
          decoded.message().digest(),
          parts.clock().millis());
      applier.apply(
          tx,
          new Received(
              header,
              decoded.message().digest(),
              item.number(),
              item.acceptedAt(),
              0,
              Items.parts(decoded.message()),
              key),
          content);
      parts
          .messages()
          .find(tx, header.id(), header.senderDevice())
          .ifPresent(message -> mark(tx, item, message));
    }

    private void mark(dev.wardroom.client.store.Tx tx, Item item, StoredMessage message) {
      if (item.starred()) {
        parts.messages().setStarred(tx, message, true);
      }
      if (item.readAt() > 0) {
        parts.messages().setRead(tx, message, item.readAt());
      }
      // History is not news: listeners are past it.
      parts.messages().markHistory(tx, message);
    }

    private static Content content(byte[] bytes) throws ProtocolException {
      try {
        return Content.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new ProtocolException(ProtocolError.NOT_OPENED, "content of a history item");
      }
    }
  }
}

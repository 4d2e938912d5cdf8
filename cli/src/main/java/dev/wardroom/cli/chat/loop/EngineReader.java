package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.ChatNews;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Reads conversations and messages anew when something changed. However many changes are told
/// while it reads, it reads once more afterwards. Runs on one thread; [#stale] may be called by
/// any.
final class EngineReader implements Runnable {
  static final int PAGE = 100;
  static final int MESSAGES_MAX = 2_000;

  private final Session session;
  private final Inbox inbox;
  private final Supplier<ChatState> state;
  private final Semaphore stale = new Semaphore(0);

  EngineReader(Session session, Inbox inbox, Supplier<ChatState> state) {
    this.session = session;
    this.inbox = inbox;
    this.state = state;
  }

  /// What is shown may be old.
  void stale() {
    stale.release();
  }

  @Override
  public void run() {
    try {
      while (true) {
        stale.acquire();
        stale.drainPermits();
        read();
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try {
      List<ConversationView> conversations = session.conversations().list();
      int waiting = session.accounts().status().waiting();
      inbox.change(before ->
          before
              .withConversations(conversations)
              .withNews(before.news().withWaiting(waiting).withConnection(session.connection())));
      state.get().open().ifPresent(this::messages);
    } catch (ClientException failed) {
      inbox.change(before -> ChatNews.failed(before, String.valueOf(failed.getMessage())));
    }
  }

  private void messages(ConversationRef conversation) {
    int limit = Math.max(PAGE, state.get().pane().messages().size() + 1);
    Page page = newest(session, conversation, limit);
    inbox.change(before -> ChatNews.messages(before, conversation, page.messages(), page.more()));
  }

  /// Messages, oldest first, and whether there are older ones.
  record Page(List<MessageView> messages, boolean more) {}

  /// The newest `count` messages at least, up to [#MESSAGES_MAX].
  static Page newest(Session session, ConversationRef conversation, int count) {
    List<MessageView> all = new ArrayList<>();
    Optional<MessageRef> before = Optional.empty();
    boolean more = true;
    while (more && all.size() < Math.min(count, MESSAGES_MAX)) {
      List<MessageView> page;
      try {
        page = session.messages().history(conversation, before, PAGE);
      } catch (ClientException gone) {
        if (gone.kind() != Kind.NOT_FOUND) {
          throw gone;
        }
        return new Page(all, false);
      }
      all.addAll(0, page);
      more = page.size() == PAGE;
      before = all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst().message());
    }
    return new Page(all, more);
  }
}

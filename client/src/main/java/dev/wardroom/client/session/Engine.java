package dev.wardroom.client.session;

import dev.wardroom.client.Events;
import dev.wardroom.client.accounts.Identity;
import dev.wardroom.client.accounts.IdentityStore;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.ClockMemory;
import dev.wardroom.client.connection.Connection;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.ServerApi;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.conversations.LogWriter;
import dev.wardroom.client.events.News;
import dev.wardroom.client.inbox.Inbox;
import dev.wardroom.client.inbox.InboxParts;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.MessageViews;
import dev.wardroom.client.messages.WarningStore;
import dev.wardroom.client.outbox.Outbox;
import dev.wardroom.client.outbox.OutboxParts;
import dev.wardroom.client.outbox.Receipts;
import dev.wardroom.client.outbox.Withdrawals;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.NetworkStatements;
import dev.wardroom.client.people.People;
import dev.wardroom.client.people.PersonStore;
import dev.wardroom.client.prekeys.InboundLeases;
import dev.wardroom.client.prekeys.OutboundLeases;
import dev.wardroom.client.prekeys.OwnPrekeys;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.Member;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The engine of one home folder, put together by hand.
public final class Engine implements AutoCloseable {

  private static final String CLIENT = "wardroom-java/0.1";

  private final Local local;
  private final Identity identity;
  private final DeviceApi api;
  private final WarningStore warnings;
  private final News news;
  private final IdentityStore identities;
  private final People people;
  private final DeviceLists lists;
  private final NetworkStatements statements;
  private final ConversationLog log;
  private final LogWriter logWriter;
  private final MessageStore messages;
  private final MessageViews views;
  private final OwnPrekeys prekeys;
  private final Outbox outbox;
  private final Receipts receipts;
  private final Withdrawals withdrawals;
  private final Inbox inbox;
  private final InboxParts inboxParts;
  private final Expiry expiry;
  private final Connection connection;
  private final Coordinator coordinator;

  /// @param server reached without a session yet
  public Engine(Local local, ServerApi server) {
    this.local = local;
    this.warnings = new WarningStore(local);
    this.news = new News(warnings::told);
    this.identities = new IdentityStore(local);
    this.identity = identities.load();
    new ClockMemory(local).recall(server.clock());
    Me me = identity.me();
    AtomicReference<@Nullable DeviceLists> listsLater = new AtomicReference<>();
    this.api =
        new DeviceApi(
            server,
            identity.proof(() ->
                java.util.Objects.requireNonNull(listsLater.get())
                    .known(me.user())
                    .orElseThrow()
                    .hash()));
    this.people = new People(local, me, api, new PersonStore(local));
    this.lists = new DeviceLists(local, me.network(), api, this::listChanged);
    listsLater.set(lists);
    this.statements = new NetworkStatements(local, api);
    ConversationStore conversations = new ConversationStore(local);
    this.log = new ConversationLog(local, me, api, lists, statements, conversations);
    this.logWriter = new LogWriter(local, me, identity.key(), api, lists, statements, log);
    this.messages = new MessageStore(local);
    this.views = new MessageViews(messages, conversations, people);
    this.prekeys = new OwnPrekeys(local, me, identity.key());
    OutboundLeases outbound = new OutboundLeases(local, me, api, lists, statements);
    this.expiry = new Expiry(local, server.clock(), messages, news);
    this.outbox =
        new OutboxParts(
                local, me, identity.key(), api, lists, log, outbound, messages, expiry, news)
            .outbox();
    this.withdrawals = new Withdrawals(local, api);
    this.receipts = new Receipts(local, me, log, outbox, server.clock());
    this.inboxParts =
        new InboxParts(
            local,
            me,
            server.clock(),
            log,
            lists,
            people,
            statements,
            new InboundLeases(local, prekeys),
            prekeys,
            messages,
            views,
            expiry,
            outbox,
            news);
    this.inbox = inboxParts.inbox(new Saved());
    this.coordinator = new Coordinator(this);
    this.connection = new Connection(api, coordinator, CLIENT, local.random());
  }

  /// Starts what runs by itself: the inbox, the clock of what expires, and the outbox, which sends
  /// what waits and destroys the keys of leases that are over.
  public void start() {
    expiry.start();
    inbox.start();
    outbox.wake();
  }

  private final class Saved implements Inbox.Progressed {
    @Override
    public void saved(ConversationId conversation, long number) {
      connection.acknowledge(conversation.toArray(), number);
    }

    @Override
    public void caughtUp() {
      try {
        learnNames();
      } catch (Unreachable e) {
        // Names are shown as ids until the next connection brings them.
        news.publish(
            new Events.Event.ConnectionChanged(connection.state(), String.valueOf(e.getMessage())));
      }
      connection.caughtUp();
      coordinator.caughtUp();
    }
  }

  /// Fetches the names of members that have none here yet, of conversations that were learned
  /// rather than received.
  public void learnNames() {
    people.learn(
        local.db().tx(log.store()::list).stream()
            .flatMap(conversation -> conversation.state().members().stream())
            .map(Member::user)
            .toList());
  }

  private void listChanged(Optional<VerifiedDeviceList> before, VerifiedDeviceList now) {
    coordinator.listChanged(before, now);
  }

  public Local local() {
    return local;
  }

  public Identity identity() {
    return identity;
  }

  public Me me() {
    return identity.me();
  }

  public IdentityStore identities() {
    return identities;
  }

  public DeviceApi api() {
    return api;
  }

  public WarningStore warnings() {
    return warnings;
  }

  public News news() {
    return news;
  }

  public People people() {
    return people;
  }

  public DeviceLists lists() {
    return lists;
  }

  public NetworkStatements statements() {
    return statements;
  }

  public ConversationLog log() {
    return log;
  }

  public LogWriter logWriter() {
    return logWriter;
  }

  public MessageStore messages() {
    return messages;
  }

  public MessageViews views() {
    return views;
  }

  public OwnPrekeys prekeys() {
    return prekeys;
  }

  public Outbox outbox() {
    return outbox;
  }

  public Withdrawals withdrawals() {
    return withdrawals;
  }

  public Receipts receipts() {
    return receipts;
  }

  public Inbox inbox() {
    return inbox;
  }

  public InboxParts inboxParts() {
    return inboxParts;
  }

  public Expiry expiry() {
    return expiry;
  }

  public Connection connection() {
    return connection;
  }

  Coordinator coordinator() {
    return coordinator;
  }

  /// Connected, or made so within the patience of a call.
  public void online() {
    if (connection.state() != ConnectionState.ONLINE) {
      connection.catchUp(api.server().transport().patience());
    }
  }

  public void warn(Optional<ConversationId> conversation, WarningView.Kind kind, String text) {
    news.publish(new Events.Event.Warned(conversation.map(Refs::of), new WarningView(kind, text)));
  }

  /// What was begun is finished: a send under way is answered or repeated by the next session.
  @Override
  public void close() {
    receipts.flush();
    outbox.drain(Duration.ofSeconds(2));
    connection.close();
    inbox.close();
    outbox.close();
    receipts.close();
    coordinator.close();
    expiry.close();
    local.db().close();
    identity.key().close();
  }
}

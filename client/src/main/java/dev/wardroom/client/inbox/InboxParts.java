package dev.wardroom.client.inbox;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.MessageViews;
import dev.wardroom.client.outbox.Outbox;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.NetworkStatements;
import dev.wardroom.client.people.People;
import dev.wardroom.client.prekeys.InboundLeases;
import dev.wardroom.client.prekeys.OwnPrekeys;
import dev.wardroom.client.store.Local;

/// What an inbox is made over; the small stores of its own are made here.
public record InboxParts(
    Local local,
    Me me,
    ServerClock clock,
    ConversationLog log,
    DeviceLists lists,
    People people,
    NetworkStatements statements,
    InboundLeases leases,
    OwnPrekeys prekeys,
    MessageStore messages,
    MessageViews views,
    Expiry expiry,
    Outbox outbox,
    News news) {

  public Inbox inbox(Inbox.Progressed progressed) {
    SeenStore seen = new SeenStore();
    Receiving receiving =
        new Receiving(
            local,
            me,
            clock,
            log,
            lists,
            people,
            new Receiving.Parts(
                leases,
                new ReceivingState(local, me, log.store(), lists, statements, leases, seen),
                messages,
                seen,
                applier(),
                sendAgain(),
                expiry,
                news));
    return new Inbox(
        local,
        me,
        clock,
        log,
        new Inbox.Parts(messages, views, seen, receiving, ownState(), prekeys),
        news,
        progressed);
  }

  /// What opened contents change; history uses it too.
  public ContentApplier applier() {
    return new ContentApplier(me, messages, log.store(), views, ownState(), news);
  }

  /// Changes of the state that own devices share.
  public OwnStateApplier ownState() {
    return new OwnStateApplier(local, messages, log.store(), people, news, clock::millis);
  }

  public SendAgain sendAgain() {
    return new SendAgain(me, log.store(), lists, messages, outbox);
  }
}

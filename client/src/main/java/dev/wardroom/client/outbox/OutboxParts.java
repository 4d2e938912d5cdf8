package dev.wardroom.client.outbox;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.prekeys.OutboundLeases;
import dev.wardroom.client.store.Local;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.message.MessageSealer;

/// What an outbox is made over; the parts of its own are made here.
public record OutboxParts(
    Local local,
    Me me,
    DeviceKey key,
    DeviceApi api,
    DeviceLists lists,
    ConversationLog log,
    OutboundLeases leases,
    MessageStore messages,
    Expiry expiry,
    News news) {

  public Outbox outbox() {
    OutboxStore store = new OutboxStore(local);
    Sending sending =
        new Sending(
            local,
            me,
            api,
            lists,
            log.store(),
            new Sending.Senders(
                new Audiences(me, api, lists, log),
                leases,
                new MessageSealer(key, RandomSource.system()),
                store,
                messages,
                new OwnPlaces(local),
                news));
    return new Outbox(local, api.server().clock(), messages, expiry, store, sending, news);
  }
}

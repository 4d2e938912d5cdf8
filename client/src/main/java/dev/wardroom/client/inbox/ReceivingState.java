package dev.wardroom.client.inbox;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.NetworkStatements;
import dev.wardroom.client.prekeys.InboundLeases;
import dev.wardroom.client.store.Local;
import dev.wardroom.core.message.PrekeyBinding;
import dev.wardroom.core.message.ReceiverState;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.prekey.PrekeyId;
import java.util.Optional;

/// What the opener asks, answered by the store. Reads only.
public final class ReceivingState implements ReceiverState {

  private final Local local;
  private final Me me;
  private final ConversationStore conversations;
  private final DeviceLists lists;
  private final NetworkStatements statements;
  private final InboundLeases leases;
  private final SeenStore seen;

  public ReceivingState(
      Local local,
      Me me,
      ConversationStore conversations,
      DeviceLists lists,
      NetworkStatements statements,
      InboundLeases leases,
      SeenStore seen) {
    this.local = local;
    this.me = me;
    this.conversations = conversations;
    this.lists = lists;
    this.statements = statements;
    this.leases = leases;
    this.seen = seen;
  }

  @Override
  public NetworkId network() {
    return me.network();
  }

  @Override
  public UserId user() {
    return me.user();
  }

  @Override
  public DeviceId device() {
    return me.device();
  }

  @Override
  public Suite suiteFloor() {
    return statements.newest().statement().suiteFloor();
  }

  @Override
  public Optional<ConversationState> conversation(ConversationId id) {
    return local.db().tx(tx -> conversations.find(tx, id)).map(Conversation::state);
  }

  @Override
  public Optional<ConversationState> conversationAt(ConversationId id, LogHead head) {
    return local.db().tx(tx -> conversations.stateAt(tx, id, head));
  }

  @Override
  public Optional<VerifiedDeviceList> deviceList(UserId user, Hash32 hash) {
    return lists.knownByHash(user, hash);
  }

  @Override
  public Optional<VerifiedDeviceList> deviceListIssuedBy(UserId user, long time) {
    return lists.issuedBy(user, time);
  }

  @Override
  public boolean hasSeen(DeviceId senderDevice, MessageId id) {
    return local.db().tx(tx -> seen.hasSeen(tx, senderDevice, id));
  }

  @Override
  public Optional<Bytes> leaseRecord(DeviceId senderDevice, LeaseId lease) {
    return leases.record(senderDevice, lease);
  }

  @Override
  public Optional<PrekeyBinding> binding(PrekeyId prekey) {
    return leases.binding(prekey);
  }

  @Override
  public Optional<StoredPrekey> prekey(PrekeyId prekey) {
    return leases.prekey(prekey);
  }
}

package dev.wardroom.client.outbox;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.Items;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.messages.Warnings;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.prekeys.OutboundLease;
import dev.wardroom.client.prekeys.OutboundLeases;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.message.MessageDraft;
import dev.wardroom.core.message.MessageSealer;
import dev.wardroom.core.message.SealRequest;
import dev.wardroom.core.message.SealedMessage;
import dev.wardroom.core.message.SenderPlace;
import dev.wardroom.schema.v1.LeaseRecord;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.schema.v1.SendResponse;
import dev.wardroom.schema.v1.SequenceMismatch;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.MessageHeader;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Seals one message and sends it until the server takes it or says why not. Belongs to the
/// outbox's thread.
///
/// The sealed bytes are saved before they leave, and repeated unchanged after a crash or a lost
/// answer: the server knows the message by its id and answers with what it accepted, which is
/// adopted here.
public final class Sending implements Sender {

  /// Resealings while members, devices or leases change.
  private static final int ATTEMPTS_MAX = 8;

  private static final int EXCHANGE_LENGTH = 51;

  private static final String NOT_CONFIRMED =
      "the server says that it never took messages which it had confirmed, and told of no restore:"
          + " nothing is sent here until it does; tell your administrator";

  private final Local local;
  private final Me me;
  private final DeviceApi api;
  private final DeviceLists lists;
  private final ConversationStore conversations;
  private final Audiences audiences;
  private final OutboundLeases leases;
  private final MessageSealer sealer;
  private final OutboxStore store;
  private final MessageStore messages;
  private final Offers offers;
  private final OwnPlaces places;
  private final News news;
  private final Set<ConversationId> alarmed = new HashSet<>();

  public Sending(
      Local local,
      Me me,
      DeviceApi api,
      DeviceLists lists,
      ConversationStore conversations,
      Senders senders) {
    this.local = local;
    this.me = me;
    this.api = api;
    this.lists = lists;
    this.conversations = conversations;
    this.audiences = senders.audiences();
    this.leases = senders.leases();
    this.sealer = senders.sealer();
    this.store = senders.store();
    this.messages = senders.messages();
    this.offers = new Offers(me, api.server().clock(), conversations, store, messages);
    this.places = senders.places();
    this.news = senders.news();
  }

  /// The parts that only sending uses.
  public record Senders(
      Audiences audiences,
      OutboundLeases leases,
      MessageSealer sealer,
      OutboxStore store,
      MessageStore messages,
      OwnPlaces places,
      News news) {}

  @Override
  public void devicesChanged() {
    audiences.forgetAll();
  }

  @Override
  public Optional<Long> sweep() {
    return leases.sweep(api.server().clock().destroyMillis());
  }

  @Override
  public int offerAgain(Tx tx, ConversationId conversation, long lastSequence, byte[] digest) {
    return places.mayGoBack(tx, conversation, lastSequence, digest)
        ? goBack(tx, conversation, lastSequence, digest)
        : 0;
  }

  /// @throws ClientException when it must be given up
  @Override
  public void send(OutboxStore.Waiting waiting) throws ProtocolException {
    Outgoing outgoing = waiting.outgoing();
    Sealed sealed =
        waiting.request().isPresent()
            ? new Sealed(waiting.request().get(), Map.of())
            : seal(outgoing);
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      SendResponse response = api.callFast(Rpcs.SEND, sealed.request());
      switch (response.getOutcomeCase()) {
        case ACCEPTED -> {
          accepted(outgoing, sealed, response);
          return;
        }
        case AUDIENCE_CHANGED -> audiences.forget(outgoing.conversation());
        case SEQUENCE_MISMATCH -> adopt(outgoing, response.getSequenceMismatch());
        case LEASE_ENDED -> leases.drop(outgoing.conversation());
        case RETENTION_REQUIRED -> {
          if (response.getRetentionRequired().getBacklogFull()) {
            throw new ClientException(
                ClientException.Kind.REFUSED,
                "data retention cannot keep up, and this network stops sending then: tell your"
                    + " administrator");
          }
          audiences.forget(outgoing.conversation());
        }
        case OUTCOME_NOT_SET ->
            throw new Unreachable("the server's answer cannot be read: is this program too old?");
      }
      sealed = seal(outgoing);
    }
    throw new Unreachable("members and devices of this conversation keep changing");
  }

  /// @param records devices whose lease records this request carries, by lease; empty after a
  ///   restart, when they are simply sent once more
  private record Sealed(SendRequest request, Map<OutboundLease, Set<DeviceId>> records) {}

  private Sealed seal(Outgoing outgoing) throws ProtocolException {
    Audiences.Scope scope = audiences.of(outgoing.conversation(), outgoing.scope());
    OutboundLeases.Ready ready;
    try {
      ready = leases.ready(outgoing.conversation(), scope.recipients());
    } catch (Refused e) {
      if (e.passing()) {
        throw e;
      }
      // A device went between the two calls: look again, once.
      audiences.forget(outgoing.conversation());
      scope = audiences.of(outgoing.conversation(), outgoing.scope());
      ready = leases.ready(outgoing.conversation(), scope.recipients());
    }
    Set<DeviceId> leftOut = new HashSet<>(scope.leftOut());
    leftOut.addAll(ready.without());
    Audiences.requireRetention(scope, leftOut);
    Set<UserId> suspended = scope.suspended();
    Conversation conversation = scope.conversation();
    List<LeasedDevice> recipients =
        ready.byDevice().values().stream().map(OutboundLeases.Use::device).toList();
    SealRequest request =
        new SealRequest(
            place(conversation),
            new MessageDraft(
                outgoing.id(),
                outgoing.content().toByteArray(),
                outgoing.scope(),
                outgoing.urgency(),
                api.server().clock().millis(),
                outgoing.ttl()),
            scope.users(),
            List.copyOf(leftOut),
            recipients,
            api.server().clock().millis());
    try (SealedMessage message = sealer.seal(request)) {
      Sealed sealed = request(message, scope, ready);
      byte[] key = message.messageKey().read(SecretAccess.granted()).clone();
      local
          .db()
          .write(tx -> {
            store.saveRequest(tx, outgoing.id(), sealed.request());
            messages
                .find(tx, outgoing.id(), me.device())
                .ifPresent(row -> {
                  messages.saveItem(tx, row, Items.parts(message.message()), key);
                  Warnings.set(tx, row, WarningView.Kind.SUSPENDED, !suspended.isEmpty());
                });
          });
      java.util.Arrays.fill(key, (byte) 0);
      return sealed;
    }
  }

  private SenderPlace place(Conversation conversation) throws ProtocolException {
    Hash32 previous = conversation.ownPrevious().map(MessageBindings::previous).orElse(Hash32.ZERO);
    return new SenderPlace(
        me.network(),
        conversation.id(),
        me.user(),
        me.device(),
        lists.require(me.user()).hash(),
        conversation.state().head(),
        conversation.ownSequence() + 1,
        previous);
  }

  private static Sealed request(
      SealedMessage message, Audiences.Scope scope, OutboundLeases.Ready ready) {
    List<SealedMessage.ForDevice> sorted =
        message.exchanges().stream()
            .sorted(Comparator.comparingInt(each -> slot(scope, each.device())))
            .toList();
    Map<LeaseId, Integer> indexes = new LinkedHashMap<>();
    ByteBuffer packed = ByteBuffer.allocate(EXCHANGE_LENGTH * sorted.size());
    SendRequest.Builder request = SendRequest.newBuilder();
    Map<OutboundLease, Set<DeviceId>> records = new HashMap<>();
    for (SealedMessage.ForDevice each : sorted) {
      int slot = slot(scope, each.device());
      int index = indexes.computeIfAbsent(each.exchange().lease(), _ -> indexes.size());
      packed.putShort((short) slot).put((byte) index).put(each.exchange().sealed().toArray());
      OutboundLeases.Use use =
          java.util.Objects.requireNonNull(ready.byDevice().get(each.device()));
      Set<DeviceId> carried = records.computeIfAbsent(use.lease(), _ -> new HashSet<>());
      if (!use.lease().isRecorded(each.device())) {
        carried.add(each.device());
        request.addLeaseRecords(
            LeaseRecord.newBuilder()
                .setSlot(slot)
                .setRecord(ByteString.copyFrom(use.device().recordBytes().toArray())));
      }
    }
    indexes.keySet().forEach(id -> request.addLeaseIds(ByteString.copyFrom(id.toArray())));
    request
        .setHeader(ByteString.copyFrom(message.message().headerBytes().toArray()))
        .setEphemeralKey(ByteString.copyFrom(message.message().ephemeralKey().toArray()))
        .setPayload(ByteString.copyFrom(message.message().payload().toArray()))
        .setSignature(ByteString.copyFrom(message.message().signature().toArray()))
        .setExchanges(ByteString.copyFrom(packed.array()))
        .setAudienceEpoch(scope.epoch())
        .setDigest(ByteString.copyFrom(message.message().digest().toArray()));
    return new Sealed(request.build(), records);
  }

  private static int slot(Audiences.Scope scope, DeviceId device) {
    return java.util.Objects.requireNonNull(scope.slots().get(device));
  }

  private void accepted(Outgoing outgoing, Sealed sealed, SendResponse response)
      throws ProtocolException {
    Digest64 digest = new Digest64(Bytes.of(response.getAccepted().getDigest().toByteArray()));
    MessageHeader header = MessageHeader.decode(sealed.request().getHeader().toByteArray());
    long number = response.getAccepted().getNumber();
    long acceptedAt = response.getAccepted().getAcceptedAt();
    boolean asSealed = digest.bytes().equals(Bytes.of(sealed.request().getDigest().toByteArray()));
    if (!asSealed && response.getAccepted().getDigest().size() != Digest64.LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "accepted digest");
    }
    local
        .db()
        .write(tx -> {
          store.remove(tx, outgoing.id());
          conversations.accepted(
              tx, outgoing.conversation(), header.sequence(), digest, acceptedAt);
          places.accepted(
              tx, outgoing.conversation(), header.sequence(), digest, outgoing.id(), acceptedAt);
          leases.accepted(tx, outgoing.conversation(), sealed.records());
          messages
              .find(tx, outgoing.id(), me.device())
              .ifPresent(row -> accepted(tx, row, header, digest, number, acceptedAt));
        });
  }

  private void accepted(
      Tx tx,
      StoredMessage row,
      MessageHeader header,
      Digest64 digest,
      long number,
      long acceptedAt) {
    if (row.number() > 0) {
      store.acceptedAgain(tx, row, digest, header.sequence());
      return;
    }
    long expiresAt = Expiry.expiresAt(header.ttlSeconds(), header.sentAt(), acceptedAt);
    if (row.burn() > 0) {
      long burnt = acceptedAt + row.burn() * 1000;
      expiresAt = expiresAt == 0 ? burnt : Math.min(expiresAt, burnt);
    }
    messages.accepted(tx, row, number, acceptedAt, digest, header.sequence(), expiresAt);
  }

  /// The server's counter is another one. Ahead of ours: this home was restored from an old copy,
  /// or copied; it must not go on under the same device. Behind ours: the server was restored, and
  /// goes on from there, if it said so and names what this device did send. A server that could
  /// move the counter back at will would take messages, deliver them to nobody, and have the next
  /// ones sealed in their place, so that no reader saw a gap.
  private void adopt(Outgoing outgoing, SequenceMismatch mismatch) {
    ConversationId id = outgoing.conversation();
    Conversation conversation =
        local
            .db()
            .tx(tx -> conversations.find(tx, id))
            .orElseThrow(() ->
                new ClientException(
                    ClientException.Kind.NOT_FOUND, "this conversation is not known here"));
    if (mismatch.getExpected() > conversation.ownSequence() + 1) {
      throw new ClientException(
          ClientException.Kind.REFUSED,
          "this home folder is an old copy: sign in again with a new home folder, and remove this"
              + " device from your list");
    }
    long last = mismatch.getExpected() - 1;
    byte[] digest = mismatch.getLastDigest().toByteArray();
    Optional<Integer> again =
        local
            .db()
            .tx(tx ->
                places.mayGoBack(tx, id, last, digest)
                    ? Optional.of(goBack(tx, id, last, digest))
                    : Optional.empty());
    if (again.isEmpty()) {
      alarm(id);
      throw new Unreachable(NOT_CONFIRMED);
    }
    if (again.get() > 0) {
      // Those come first: this one is tried again behind them.
      throw new Unreachable(
          "the server was restored and has lost earlier messages, which are sent again first");
    }
  }

  private int goBack(Tx tx, ConversationId id, long last, byte[] digest) {
    places.goBack(tx, id, last);
    return offers.from(tx, id, last, digest);
  }

  private void alarm(ConversationId id) {
    if (alarmed.add(id)) {
      news.publish(
          new Events.Event.Warned(
              Optional.of(new ConversationRef(id.toString())),
              new WarningView(WarningView.Kind.REFUSED, NOT_CONFIRMED)));
    }
  }
}

package dev.wardroom.server.mailbox;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.LeaseRecord;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.conversations.TestPeople;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.mailbox.sending.Claims;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.PrekeyId;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Makes sends as clients do, with sealed parts of random bytes: the server cannot tell.
public final class TestMail {
  private final TestPeople people;
  private final Conversations conversations;
  private final Clock clock;

  private final Map<LeaseId, Mailbox.Claimed> claims = new ConcurrentHashMap<>();

  public TestMail(TestPeople people, Conversations conversations, Clock clock) {
    this.people = people;
    this.conversations = conversations;
    this.clock = clock;
  }

  /// Takes note of a claim, so that the lease records of drafts are honest.
  void claimed(Mailbox.Claimed claim) {
    claims.put(claim.lease().lease(), claim);
  }

  /// A send that fits everything; change what a test is about.
  public final class Draft {
    private final Device sender;
    private final ConversationId conversation;
    private Audience audience;
    private MessageId id;
    private long sequence = 1;
    private long sentAt = clock.millis();
    private long ttlSeconds;
    private MessageScope scope = MessageScope.conversation();
    private List<DeviceId> leftOut = List.of();
    private final List<LeaseId> leases = new ArrayList<>();
    private boolean records = true;
    private UnaryOperator<dev.wardroom.wire.prekey.LeaseRecord> forgery = UnaryOperator.identity();
    private int payloadBytes = 1_040;

    private Draft(Device sender, ConversationId conversation) {
      this.sender = sender;
      this.conversation = conversation;
      this.audience = conversations.audience(people.caller(sender), conversation);
      this.id = MessageId.of(clock.millis(), people.bytes(MessageId.RANDOM_LENGTH));
    }

    public Draft id(MessageId same) {
      id = same;
      return this;
    }

    public MessageId id() {
      return id;
    }

    public Draft sequence(long next) {
      sequence = next;
      return this;
    }

    public Draft sentAt(long millis) {
      sentAt = millis;
      return this;
    }

    public Draft ttlSeconds(long seconds) {
      ttlSeconds = seconds;
      return this;
    }

    public Draft scope(MessageScope other) {
      scope = other;
      return this;
    }

    public Draft leftOut(DeviceId... devices) {
      leftOut = List.of(devices);
      return this;
    }

    public Draft lease(LeaseId lease) {
      leases.add(lease);
      return this;
    }

    public Draft withoutRecords() {
      records = false;
      return this;
    }

    /// Changes each lease record before it is sent.
    public Draft forge(UnaryOperator<dev.wardroom.wire.prekey.LeaseRecord> change) {
      forgery = change;
      return this;
    }

    public Draft audience(Audience other) {
      audience = other;
      return this;
    }

    public Audience audience() {
      return audience;
    }

    public Draft payloadBytes(int bytes) {
      payloadBytes = bytes;
      return this;
    }

    /// The slots that the draft seals for.
    private SortedMap<Integer, DeviceId> recipients() {
      SortedMap<Integer, DeviceId> slots = new TreeMap<>();
      for (Audience.Place place : audience.places()) {
        boolean meant = place.retention() || scope.includes(place.user(), sender.user());
        if (meant && !place.device().equals(sender.id()) && !leftOut.contains(place.device())) {
          slots.put(place.slot(), place.device());
        }
      }
      return slots;
    }

    public SendRequest build() {
      MessageHeader header = header();
      SortedMap<Integer, DeviceId> recipients = recipients();
      ByteBuffer exchanges = ByteBuffer.allocate(recipients.size() * 51);
      for (int slot : recipients.keySet()) {
        exchanges.putShort((short) slot).put((byte) 0).put(people.bytes(48));
      }
      byte[] payload = people.bytes(payloadBytes);
      SendRequest.Builder request =
          SendRequest.newBuilder()
              .setHeader(ByteString.copyFrom(header.encode()))
              .setEphemeralKey(ByteString.copyFrom(people.bytes(133)))
              .setPayload(ByteString.copyFrom(payload))
              .setSignature(ByteString.copyFrom(people.bytes(132)))
              .setExchanges(ByteString.copyFrom(exchanges.array()))
              .setAudienceEpoch(audience.epoch())
              .setDigest(ByteString.copyFrom(Digest64.of(payload).bytes().toArray()));
      leases.forEach(lease -> request.addLeaseIds(ByteString.copyFrom(lease.toArray())));
      if (records && !leases.isEmpty()) {
        recipients.forEach((slot, device) ->
            request.addLeaseRecords(
                LeaseRecord.newBuilder()
                    .setSlot(slot)
                    .setRecord(ByteString.copyFrom(record(slot, device)))));
      }
      return request.build();
    }

    private byte[] record(int slot, DeviceId device) {
      Optional<Claims.Claimed> claim =
          Optional.ofNullable(claims.get(leases.getFirst())).map(Mailbox.Claimed::lease);
      boolean one = claim.map(Claims.Claimed::oneMessage).orElse(false);
      dev.wardroom.wire.prekey.LeaseRecord record =
          new dev.wardroom.wire.prekey.LeaseRecord(
              people.network(),
              conversation,
              sender.user(),
              sender.id(),
              audience.place(slot).orElseThrow().user(),
              device,
              claim.map(given -> prekey(given, device)).orElse(new PrekeyId(1, slot)),
              leases.getFirst(),
              one ? LeaseKind.ONE_MESSAGE : LeaseKind.HOUR,
              claim.map(Claims.Claimed::endsAt).orElse(clock.millis() + 3_600_000),
              Suite.P521,
              Bytes.EMPTY);
      return forgery.apply(record).encode();
    }

    private static PrekeyId prekey(Claims.Claimed claim, DeviceId device) {
      return claim.prekeys().stream()
          .filter(given -> given.device().equals(device))
          .map(given -> new PrekeyId(given.batch(), given.index()))
          .findFirst()
          .orElse(new PrekeyId(0, 0));
    }

    private MessageHeader header() {
      List<dev.wardroom.wire.message.Audience.User> users = new ArrayList<>();
      for (Audience.Member member : audience.members()) {
        if (member.retention() || scope.includes(member.user(), sender.user())) {
          users.add(member.asSeen());
        }
      }
      return new MessageHeader(
          Suite.P521,
          id,
          conversation,
          sender.user(),
          sender.id(),
          audience.member(sender.user()).orElseThrow().listHash(),
          new LogHead(audience.headEntry(), audience.headHash()),
          dev.wardroom.wire.message.Audience.hash(users, leftOut),
          leftOut,
          sequence,
          sequence == 1 ? Hash32.ZERO : Hash32.of("test", people.bytes(8)),
          sentAt,
          ttlSeconds,
          scope,
          Urgency.NORMAL,
          Hash32.of("test", people.bytes(8)));
    }
  }

  public Draft draft(Device sender, ConversationId conversation) {
    return new Draft(sender, conversation);
  }

  public Caller caller(Device device) {
    return people.caller(device);
  }
}

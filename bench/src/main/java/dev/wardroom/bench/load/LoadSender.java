package dev.wardroom.bench.load;

import static dev.wardroom.bench.load.LoadUser.bytes;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.core.RandomSource;
import dev.wardroom.schema.v1.AudienceDevice;
import dev.wardroom.schema.v1.AudienceUser;
import dev.wardroom.schema.v1.ClaimRequest;
import dev.wardroom.schema.v1.ClaimResponse;
import dev.wardroom.schema.v1.ClaimedPrekey;
import dev.wardroom.schema.v1.GetAudienceRequest;
import dev.wardroom.schema.v1.GetAudienceResponse;
import dev.wardroom.schema.v1.LeaseKind;
import dev.wardroom.schema.v1.LeaseRecord;
import dev.wardroom.schema.v1.Reply;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.schema.v1.SendResponse;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.message.Audience;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One device that sends messages of 1 KiB of text into one conversation, each after the answer to
/// the one before: claims its leases, keeps its sequence, names what its audience is. The sealed
/// parts are random; everything that the server looks at is right. Lives on its socket's event
/// loop.
public final class LoadSender {
  private static final RandomSource RANDOM = RandomSource.system();

  /// 1 KiB of text, its content fields, padding and tag.
  private static final int PAYLOAD_LENGTH = 1_088 + 16;

  private static final ByteString SIGNATURE = bytes(RANDOM.bytes(132));
  private static final int EXCHANGE_LENGTH = 51;
  private static final int HOUR_LEASE_MESSAGES = 64;
  private static final String SEND = "wardroom.v1.MailboxService/Send";

  /// A socket takes frames of up to 64 KiB; the first message of a lease in a room is larger.
  private static final int FRAME_REQUEST_MAX = 60_000;

  private final LoadSocket socket;
  private final Calls calls;
  private final Traffic traffic;
  private final LoadUser user;
  private final LoadUser.LoadDevice device;
  private final ConversationId conversation;
  private final byte[] payload = RANDOM.bytes(PAYLOAD_LENGTH);
  private final TreeMap<Integer, ByteString> slots = new TreeMap<>();
  private final Map<ByteString, UserId> owners = new HashMap<>();
  private final ByteString exchanges;
  private final Hash32 audienceHash;
  private final LogHead head;
  private final long epoch;
  private final Runnable whenAnswered;
  private ByteString lease = ByteString.EMPTY;
  private List<LeaseRecord> records = List.of();
  private int left;
  private long sequence;
  private long until = Long.MAX_VALUE;
  private Runnable whenDone = () -> {};
  private Digest64 lastDigest = Digest64.of(new byte[0]);
  private Hash32 previous = Hash32.ZERO;

  /// @param steady waits for the next tick after an answer, and does not send by itself
  LoadSender(
      LoadSocket socket,
      Calls calls,
      Traffic traffic,
      LoadUser user,
      LoadUser.LoadDevice device,
      ConversationId conversation,
      GetAudienceResponse audience,
      List<LoadUser> members,
      boolean steady) {
    this.socket = socket;
    this.calls = calls;
    this.traffic = traffic;
    this.user = user;
    this.device = device;
    this.conversation = conversation;
    this.epoch = audience.getEpoch();
    this.head = new LogHead(audience.getHeadEntry(), hash(audience.getHeadHash()));
    this.audienceHash = Audience.hash(seen(members), List.of());
    for (AudienceUser member : audience.getUsersList()) {
      for (AudienceDevice place : member.getDevicesList()) {
        if (!place.getDeviceId().equals(bytes(device.id.toArray()))) {
          slots.put(place.getSlot(), place.getDeviceId());
          owners.put(place.getDeviceId(), UserId.of(member.getUserId().toByteArray()));
        }
      }
    }
    this.exchanges = exchanges();
    this.whenAnswered = steady ? () -> {} : this::sendNext;
  }

  static GetAudienceResponse audience(Calls calls, String token, ConversationId conversation) {
    return calls.call(
        "ConversationService/GetAudience",
        token,
        GetAudienceRequest.newBuilder().setConversationId(bytes(conversation.toArray())).build(),
        GetAudienceResponse.parser());
  }

  private static List<Audience.User> seen(List<LoadUser> members) {
    return members.stream()
        .map(user -> new Audience.User(user.id, user.list.rootKeyHash(), user.list.hash()))
        .toList();
  }

  private ByteString exchanges() {
    ByteBuffer packed = ByteBuffer.allocate(slots.size() * EXCHANGE_LENGTH);
    slots
        .keySet()
        .forEach(slot -> packed.putShort(slot.shortValue()).put((byte) 0).put(RANDOM.bytes(48)));
    return bytes(packed.array());
  }

  /// Stops after so many messages and then runs this once.
  void stopAfter(long messages, Runnable then) {
    until = messages;
    whenDone = then;
  }

  /// The next message, or a claim and then the message.
  void sendNext() {
    if (!traffic.isRunning()) {
      return;
    }
    if (sequence >= until) {
      whenDone.run();
      return;
    }
    if (left == 0) {
      claim();
    } else {
      send();
    }
  }

  private void claim() {
    ClaimRequest request =
        ClaimRequest.newBuilder().setConversationId(bytes(conversation.toArray())).build();
    socket.call("wardroom.v1.MailboxService/Claim", request.toByteString(), this::claimed);
  }

  private void claimed(Reply reply) {
    if (reply.hasRefusal()) {
      refused(reply);
      return;
    }
    ClaimResponse response = parse(ClaimResponse.parser(), reply);
    traffic.claims.increment();
    lease = response.getLeaseId();
    left = response.getKind() == LeaseKind.LEASE_KIND_HOUR ? HOUR_LEASE_MESSAGES : 1;
    records = new ArrayList<>();
    for (ClaimedPrekey claimed : response.getPrekeysList()) {
      records.add(
          LeaseRecord.newBuilder()
              .setSlot(claimed.getSlot())
              .setRecord(bytes(record(response, claimed)))
              .build());
    }
    send();
  }

  private byte[] record(ClaimResponse response, ClaimedPrekey claimed) {
    return new dev.wardroom.wire.prekey.LeaseRecord(
            user.network,
            conversation,
            user.id,
            device.id,
            Optional.ofNullable(owners.get(claimed.getDeviceId())).orElse(user.id),
            dev.wardroom.wire.id.DeviceId.of(claimed.getDeviceId().toByteArray()),
            new dev.wardroom.wire.prekey.PrekeyId(claimed.getBatch(), claimed.getIndex()),
            dev.wardroom.wire.id.LeaseId.of(response.getLeaseId().toByteArray()),
            left == 1
                ? dev.wardroom.wire.prekey.LeaseKind.ONE_MESSAGE
                : dev.wardroom.wire.prekey.LeaseKind.HOUR,
            response.getEndsAt(),
            Suite.P521_MLKEM1024,
            Bytes.wrap(new byte[1568]))
        .encode();
  }

  private void send() {
    long now = System.currentTimeMillis();
    ByteBuffer.wrap(payload).putLong(System.nanoTime());
    byte[] header =
        new MessageHeader(
                Suite.P521_MLKEM1024,
                MessageId.of(now, RANDOM.bytes(MessageId.RANDOM_LENGTH)),
                conversation,
                user.id,
                device.id,
                user.list.hash(),
                head,
                audienceHash,
                List.of(),
                sequence + 1,
                previous,
                now,
                0,
                MessageScope.conversation(),
                Urgency.NORMAL,
                audienceHash)
            .encode();
    lastDigest = Digest64.of(header);
    SendRequest.Builder request =
        SendRequest.newBuilder()
            .setHeader(bytes(header))
            .setEphemeralKey(anyPoint())
            .setPayload(bytes(payload))
            .setSignature(SIGNATURE)
            .addLeaseIds(lease)
            .setExchanges(exchanges)
            .addAllLeaseRecords(records)
            .setAudienceEpoch(epoch)
            .setDigest(bytes(lastDigest.bytes().toArray()));
    records = List.of();
    ByteString bytes = request.build().toByteString();
    if (bytes.size() <= FRAME_REQUEST_MAX) {
      socket.call(SEND, bytes, this::sent);
    } else {
      socket.post(calls, SEND, device.token, bytes, this::sent);
    }
  }

  private ByteString anyPoint() {
    return bytes(device.key.publicKey().toArray());
  }

  private void sent(Reply reply) {
    if (reply.hasRefusal()) {
      refused(reply);
      return;
    }
    SendResponse response = parse(SendResponse.parser(), reply);
    switch (response.getOutcomeCase()) {
      case ACCEPTED -> {
        traffic.accepted.increment();
        sequence++;
        left--;
        previous = Hash32.of("bench", lastDigest.bytes());
        whenAnswered.run();
      }
      case LEASE_ENDED -> {
        left = 0;
        traffic.otherOutcomes.increment();
        whenAnswered.run();
      }
      default -> {
        traffic.otherOutcomes.increment();
        System.err.println("not accepted: " + response.getOutcomeCase());
      }
    }
  }

  private void refused(Reply reply) {
    traffic.refused.increment();
    if (traffic.refused.sum() < 5) {
      System.err.println(
          "refused: " + reply.getRefusal().getReason() + " " + reply.getRefusal().getText());
    }
  }

  private static <T> T parse(com.google.protobuf.Parser<T> parser, Reply reply) {
    try {
      return parser.parseFrom(reply.getResponse());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Hash32 hash(ByteString bytes) {
    return new Hash32(Bytes.of(bytes.toByteArray()));
  }
}

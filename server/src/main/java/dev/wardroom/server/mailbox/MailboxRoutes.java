package dev.wardroom.server.mailbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.wardroom.schema.v1.AcknowledgeRequest;
import dev.wardroom.schema.v1.AcknowledgeResponse;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.AudienceChanged;
import dev.wardroom.schema.v1.ClaimRequest;
import dev.wardroom.schema.v1.ClaimResponse;
import dev.wardroom.schema.v1.ClaimedPrekey;
import dev.wardroom.schema.v1.FetchRequest;
import dev.wardroom.schema.v1.FetchResponse;
import dev.wardroom.schema.v1.LeaseEnded;
import dev.wardroom.schema.v1.LeaseKind;
import dev.wardroom.schema.v1.Prekey;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.RetentionRequired;
import dev.wardroom.schema.v1.SendAccepted;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.schema.v1.SendResponse;
import dev.wardroom.schema.v1.SequenceMismatch;
import dev.wardroom.schema.v1.WithdrawRequest;
import dev.wardroom.schema.v1.WithdrawResponse;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.mailbox.delivery.Delivery;
import dev.wardroom.server.mailbox.sending.PrekeyDesk;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The mailbox's methods of the schema.
public final class MailboxRoutes {
  private final Mailbox mailbox;

  public MailboxRoutes(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  public void register(Routes routes) {
    routes.device("MailboxService/Send", SendRequest.getDefaultInstance(), this::send);
    routes.device("MailboxService/Claim", ClaimRequest.getDefaultInstance(), this::claim);
    routes.device("MailboxService/Fetch", FetchRequest.getDefaultInstance(), this::fetch);
    routes.device(
        "MailboxService/Acknowledge", AcknowledgeRequest.getDefaultInstance(), this::acknowledge);
    routes.device("MailboxService/Withdraw", WithdrawRequest.getDefaultInstance(), this::withdraw);
  }

  private SendResponse send(SignedInDevice device, SendRequest request) {
    SendResponse.Builder response = SendResponse.newBuilder();
    return switch (mailbox.send(caller(device), request)) {
      case SendResult.Accepted(long number, long at, byte[] digest, boolean unarchived) ->
          response
              .setAccepted(
                  SendAccepted.newBuilder()
                      .setNumber(number)
                      .setAcceptedAt(at)
                      .setDigest(UnsafeByteOperations.unsafeWrap(digest))
                      .setUnarchived(unarchived))
              .build();
      case SendResult.AudienceChanged(long epoch) ->
          response.setAudienceChanged(AudienceChanged.newBuilder().setEpoch(epoch)).build();
      case SendResult.SequenceMismatch(long expected, byte[] last) ->
          response
              .setSequenceMismatch(
                  SequenceMismatch.newBuilder()
                      .setExpected(expected)
                      .setLastDigest(ByteString.copyFrom(last)))
              .build();
      case SendResult.LeaseEnded(LeaseId lease) ->
          response
              .setLeaseEnded(
                  LeaseEnded.newBuilder().setLeaseId(ByteString.copyFrom(lease.toArray())))
              .build();
      case SendResult.RetentionRequired(boolean full) ->
          response
              .setRetentionRequired(RetentionRequired.newBuilder().setBacklogFull(full))
              .build();
      case SendResult.Refused(Refusal refusal) -> throw refusal;
    };
  }

  private ClaimResponse claim(SignedInDevice device, ClaimRequest request) {
    List<DeviceId> wanted = new ArrayList<>(request.getDeviceIdsCount());
    for (ByteString id : request.getDeviceIdsList()) {
      wanted.add(DeviceId.of(id.toByteArray()));
    }
    Mailbox.Claimed claimed =
        mailbox.claim(caller(device), conversation(request.getConversationId()), wanted);
    Set<ByteString> known = new HashSet<>(request.getKnownBatchesList());
    ClaimResponse.Builder response =
        ClaimResponse.newBuilder()
            .setLeaseId(ByteString.copyFrom(claimed.lease().lease().toArray()))
            .setKind(
                claimed.lease().oneMessage()
                    ? LeaseKind.LEASE_KIND_ONE_MESSAGE
                    : LeaseKind.LEASE_KIND_HOUR)
            .setEndsAt(claimed.lease().endsAt())
            .setAudienceEpoch(claimed.audience().epoch());
    for (PrekeyDesk.Given given : claimed.lease().prekeys()) {
      response.addPrekeys(prekey(claimed.audience(), given, known));
    }
    claimed
        .lease()
        .dormant()
        .forEach(dormant -> response.addDormant(ByteString.copyFrom(dormant.toArray())));
    return response.build();
  }

  private static ClaimedPrekey prekey(
      Audience audience, PrekeyDesk.Given given, Set<ByteString> known) {
    byte[] device = given.device().toArray();
    ByteBuffer batch = ByteBuffer.allocate(device.length + Long.BYTES);
    ByteString name = ByteString.copyFrom(batch.put(device).putLong(given.batch()).array());
    ClaimedPrekey.Builder prekey =
        ClaimedPrekey.newBuilder()
            .setDeviceId(ByteString.copyFrom(device))
            .setSlot(audience.place(given.device()).map(Audience.Place::slot).orElse(0))
            .setBatch(given.batch())
            .setIndex(given.index())
            .setPrekey(
                Prekey.newBuilder()
                    .setAgreementKey(ByteString.copyFrom(given.agreementKey()))
                    .setEncapsulationKey(ByteString.copyFrom(given.encapsulationKey())))
            .setPath(ByteString.copyFrom(given.path()))
            .setStanding(given.standing());
    if (!known.contains(name)) {
      prekey.setBatchSigned(ByteString.copyFrom(given.batchSigned()));
    }
    return prekey.build();
  }

  private FetchResponse fetch(SignedInDevice device, FetchRequest request) {
    Delivery.Fetched fetched =
        mailbox.fetch(caller(device), request.getItemsMax(), request.getWaitMillis());
    return FetchResponse.newBuilder().addAllItems(fetched.items()).setMore(fetched.more()).build();
  }

  private AcknowledgeResponse acknowledge(SignedInDevice device, AcknowledgeRequest request) {
    for (Acknowledgement each : request.getAcknowledgementsList()) {
      mailbox.acknowledge(caller(device), conversation(each.getConversationId()), each.getNumber());
    }
    return AcknowledgeResponse.getDefaultInstance();
  }

  private WithdrawResponse withdraw(SignedInDevice device, WithdrawRequest request) {
    MessageId message;
    try {
      message = MessageId.fromWire(request.getMessageId().toByteArray());
    } catch (ProtocolException broken) {
      throw new Refusal(Reason.REASON_MALFORMED, "That is no message id.");
    }
    mailbox.withdraw(caller(device), conversation(request.getConversationId()), message);
    return WithdrawResponse.getDefaultInstance();
  }

  private static Caller caller(SignedInDevice device) {
    return new Caller(device.network(), device.user(), device.device());
  }

  private static ConversationId conversation(ByteString id) {
    return ConversationId.of(id.toByteArray());
  }
}

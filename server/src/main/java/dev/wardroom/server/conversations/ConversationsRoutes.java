package dev.wardroom.server.conversations;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.AppendEntryRequest;
import dev.wardroom.schema.v1.AppendEntryResponse;
import dev.wardroom.schema.v1.AudienceDevice;
import dev.wardroom.schema.v1.AudienceUser;
import dev.wardroom.schema.v1.ConversationSummary;
import dev.wardroom.schema.v1.CreateConversationRequest;
import dev.wardroom.schema.v1.CreateConversationResponse;
import dev.wardroom.schema.v1.EntryAccepted;
import dev.wardroom.schema.v1.GetAudienceRequest;
import dev.wardroom.schema.v1.GetAudienceResponse;
import dev.wardroom.schema.v1.GetLogRequest;
import dev.wardroom.schema.v1.GetLogResponse;
import dev.wardroom.schema.v1.GetStateRequest;
import dev.wardroom.schema.v1.GetStateResponse;
import dev.wardroom.schema.v1.HeadMoved;
import dev.wardroom.schema.v1.ListConversationsRequest;
import dev.wardroom.schema.v1.ListConversationsResponse;
import dev.wardroom.schema.v1.OfferEntriesRequest;
import dev.wardroom.schema.v1.OfferEntriesResponse;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.message.LogHead;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The conversations' methods of the schema.
public final class ConversationsRoutes {
  /// What a device's own counters are: the mailbox knows, which stands further right.
  @FunctionalInterface
  public interface Counters {
    /// Those of the caller's conversations after one id and up to another; one that the device
    /// never wrote in may be absent.
    Map<ConversationId, Counter> of(Caller caller, byte[] after, byte[] until);
  }

  /// A device's counter in a conversation and the digest of its last message, empty before the
  /// first.
  public record Counter(long sequence, byte[] lastDigest) {
    private static final Counter NONE = new Counter(0, new byte[0]);
  }

  private final Conversations conversations;
  private final Counters counters;

  public ConversationsRoutes(Conversations conversations, Counters counters) {
    this.conversations = conversations;
    this.counters = counters;
  }

  public void register(Routes routes) {
    routes.device(
        "ConversationService/CreateConversation",
        CreateConversationRequest.getDefaultInstance(),
        this::create);
    routes.device(
        "ConversationService/AppendEntry", AppendEntryRequest.getDefaultInstance(), this::append);
    routes.device(
        "ConversationService/ListConversations",
        ListConversationsRequest.getDefaultInstance(),
        this::list);
    routes.device("ConversationService/GetLog", GetLogRequest.getDefaultInstance(), this::log);
    routes.device(
        "ConversationService/GetState", GetStateRequest.getDefaultInstance(), this::state);
    routes.device(
        "ConversationService/GetAudience", GetAudienceRequest.getDefaultInstance(), this::audience);
    routes.device(
        "ConversationService/OfferEntries", OfferEntriesRequest.getDefaultInstance(), this::offer);
  }

  private CreateConversationResponse create(
      SignedInDevice device, CreateConversationRequest request) {
    AppendResult result =
        conversations.create(caller(device), request.getEntrySigned().toByteArray());
    return switch (result) {
      case AppendResult.Accepted(ConversationId id, long number, long _) ->
          CreateConversationResponse.newBuilder()
              .setConversationId(bytes(id))
              .setNumber(number)
              .build();
      case AppendResult.Existing(ConversationId id) ->
          CreateConversationResponse.newBuilder()
              .setConversationId(bytes(id))
              .setNumber(1)
              .setExisting(true)
              .build();
      case AppendResult.HeadMoved _ -> throw new Bug("a first entry has no head");
    };
  }

  private AppendEntryResponse append(SignedInDevice device, AppendEntryRequest request) {
    AppendResult result =
        conversations.append(
            caller(device),
            conversation(request.getConversationId()),
            request.getEntrySigned().toByteArray());
    AppendEntryResponse.Builder response = AppendEntryResponse.newBuilder();
    return switch (result) {
      case AppendResult.Accepted(ConversationId _, long number, long at) ->
          response
              .setAccepted(EntryAccepted.newBuilder().setNumber(number).setAcceptedAt(at))
              .build();
      case AppendResult.HeadMoved(LogHead head) ->
          response
              .setHeadMoved(
                  HeadMoved.newBuilder()
                      .setHeadEntry(head.number())
                      .setHeadHash(ByteString.copyFrom(head.hash().toArray())))
              .build();
      case AppendResult.Existing _ -> throw new Bug("not a first entry");
    };
  }

  private ListConversationsResponse list(SignedInDevice device, ListConversationsRequest request) {
    Caller caller = caller(device);
    int limit =
        request.getLimit() == 0 ? ConversationLimits.SUMMARIES_PER_CALL_MAX : request.getLimit();
    ListConversationsResponse.Builder response = ListConversationsResponse.newBuilder();
    byte[] after = request.getAfter().toByteArray();
    List<Conversations.Summary> page = conversations.list(caller, after, limit);
    if (page.isEmpty()) {
      return response.build();
    }
    Map<ConversationId, Counter> own =
        counters.of(caller, after, page.getLast().conversation().toArray());
    for (Conversations.Summary summary : page) {
      response.addConversations(
          summary(summary, own.getOrDefault(summary.conversation(), Counter.NONE)));
    }
    return response.build();
  }

  private static ConversationSummary summary(Conversations.Summary summary, Counter counter) {
    return ConversationSummary.newBuilder()
        .setConversationId(bytes(summary.conversation()))
        .setHeadNumber(summary.row().headNumber())
        .setHeadEntry(summary.row().headEntry())
        .setHeadHash(ByteString.copyFrom(summary.row().headHash().toArray()))
        .setStartEntry(summary.startEntry())
        .setFromNumber(summary.from())
        .setAcknowledged(summary.acked())
        .setOwnSequence(counter.sequence())
        .setOwnLastDigest(ByteString.copyFrom(counter.lastDigest()))
        .build();
  }

  private GetLogResponse log(SignedInDevice device, GetLogRequest request) {
    int limit =
        request.getLimit() == 0 ? ConversationLimits.ENTRIES_PER_CALL_MAX : request.getLimit();
    GetLogResponse.Builder response = GetLogResponse.newBuilder();
    conversations
        .log(
            caller(device),
            conversation(request.getConversationId()),
            request.getFromEntry(),
            limit)
        .forEach(entry -> response.addEntriesSigned(ByteString.copyFrom(entry)));
    return response.build();
  }

  private GetStateResponse state(SignedInDevice device, GetStateRequest request) {
    byte[] state =
        conversations.state(
            caller(device), conversation(request.getConversationId()), request.getEntry());
    return GetStateResponse.newBuilder().setState(ByteString.copyFrom(state)).build();
  }

  private GetAudienceResponse audience(SignedInDevice device, GetAudienceRequest request) {
    Audience audience =
        conversations.audience(caller(device), conversation(request.getConversationId()));
    GetAudienceResponse.Builder response =
        GetAudienceResponse.newBuilder()
            .setEpoch(audience.epoch())
            .setHeadEntry(audience.headEntry())
            .setHeadHash(ByteString.copyFrom(audience.headHash().toArray()));
    if (request.getKnownEpoch() == audience.epoch()) {
      return response.build();
    }
    Set<DeviceId> dormant = conversations.dormant(audience);
    audience.members().stream().map(member -> user(member, dormant)).forEach(response::addUsers);
    return response.build();
  }

  private static AudienceUser user(Audience.Member member, Set<DeviceId> dormant) {
    AudienceUser.Builder user =
        AudienceUser.newBuilder()
            .setUserId(ByteString.copyFrom(member.user().toArray()))
            .setListVersion(member.listVersion())
            .setListHash(ByteString.copyFrom(member.listHash().toArray()))
            .setSuspended(member.suspended());
    for (Audience.Place place : member.places()) {
      user.addDevices(
          AudienceDevice.newBuilder()
              .setDeviceId(ByteString.copyFrom(place.device().toArray()))
              .setSlot(place.slot())
              .setDormant(!place.retention() && dormant.contains(place.device())));
    }
    return user.build();
  }

  private OfferEntriesResponse offer(SignedInDevice device, OfferEntriesRequest request) {
    List<byte[]> entries =
        request.getEntriesSignedList().stream().map(ByteString::toByteArray).toList();
    long head =
        conversations.offer(caller(device), conversation(request.getConversationId()), entries);
    return OfferEntriesResponse.newBuilder().setHeadEntry(head).build();
  }

  private static Caller caller(SignedInDevice device) {
    return new Caller(device.network(), device.user(), device.device());
  }

  private static ConversationId conversation(ByteString id) {
    return ConversationId.of(id.toByteArray());
  }

  private static ByteString bytes(ConversationId id) {
    return ByteString.copyFrom(id.toArray());
  }
}

package dev.wardroom.client.outbox;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.schema.v1.AudienceDevice;
import dev.wardroom.schema.v1.AudienceUser;
import dev.wardroom.schema.v1.GetAudienceRequest;
import dev.wardroom.schema.v1.GetAudienceResponse;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.Member;
import dev.wardroom.wire.message.Audience;
import dev.wardroom.wire.message.MessageScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Who must be encrypted to now. The server says where devices have their places and which sleep;
/// who they are comes from the signed log and the signed device lists only. Belongs to the outbox's
/// thread.
public final class Audiences {

  /// An answer is asked for again after this time, by its epoch; a notice of the server forgets it
  /// at once.
  private static final Duration TRUSTED = Duration.ofSeconds(1);

  /// Attempts to see the server and the signed state agree, while others change it.
  private static final int ATTEMPTS_MAX = 5;

  private final Me me;
  private final DeviceApi api;
  private final DeviceLists lists;
  private final ConversationLog log;
  private final Map<ConversationId, Known> known = new ConcurrentHashMap<>();

  private record Known(GetAudienceResponse audience, long atNanos) {}

  public Audiences(Me me, DeviceApi api, DeviceLists lists, ConversationLog log) {
    this.me = me;
    this.api = api;
    this.lists = lists;
    this.log = log;
  }

  /// The audience of one message.
  ///
  /// @param recipients devices to encrypt to, by their user
  /// @param slots place of each of them in packed exchanges
  /// @param leftOut devices that sleep, or that the server gives no place: named in the header,
  ///   whatever the server's reason
  /// @param suspended members that an administrator took out, as the server says: shown
  /// @param retention devices that must never be left out
  public record Scope(
      Conversation conversation,
      long epoch,
      List<Audience.User> users,
      Map<DeviceId, UserId> recipients,
      Map<DeviceId, Integer> slots,
      Set<DeviceId> leftOut,
      Set<UserId> suspended,
      Set<DeviceId> retention) {

    private Scope(Conversation conversation, long epoch) {
      this(
          conversation,
          epoch,
          new ArrayList<>(),
          new LinkedHashMap<>(),
          new HashMap<>(),
          new TreeSet<>(),
          new HashSet<>(),
          new HashSet<>());
    }
  }

  /// Somebody's devices changed.
  public void forgetAll() {
    known.clear();
  }

  /// The server says that the audience has changed.
  public void forget(ConversationId conversation) {
    known.remove(conversation);
  }

  public Scope of(ConversationId id, MessageScope scope) throws ProtocolException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Conversation conversation =
          log.find(id)
              .orElseThrow(
                  () -> new ProtocolException(ProtocolError.WRONG_CONVERSATION, "not known"));
      if (conversation.forked()) {
        throw new ProtocolException(ProtocolError.LOG_FORK, "conversation");
      }
      if (conversation.leftAt() != 0) {
        throw new ClientException(
            ClientException.Kind.REFUSED, "you are no longer a member of this conversation");
      }
      GetAudienceResponse audience = audience(id);
      if (audience.getHeadEntry() > conversation.state().head().number()) {
        log.learn(id);
        continue;
      }
      if (refreshLists(byUser(audience))) {
        continue;
      }
      return scope(conversation, audience, scope);
    }
    throw new Unreachable("members and devices of this conversation keep changing");
  }

  private GetAudienceResponse audience(ConversationId id) {
    Known cached = known.get(id);
    long now = System.nanoTime();
    if (cached != null && now - cached.atNanos() < TRUSTED.toNanos()) {
      return cached.audience();
    }
    GetAudienceRequest.Builder request =
        GetAudienceRequest.newBuilder().setConversationId(ByteString.copyFrom(id.toArray()));
    if (cached != null) {
      request.setKnownEpoch(cached.audience().getEpoch());
    }
    GetAudienceResponse answer = api.call(Rpcs.GET_AUDIENCE, request.build());
    GetAudienceResponse newest =
        cached != null && answer.getUsersCount() == 0 ? cached.audience() : answer;
    known.put(id, new Known(newest, now));
    return newest;
  }

  private static Map<UserId, AudienceUser> byUser(GetAudienceResponse audience)
      throws ProtocolException {
    Map<UserId, AudienceUser> users = new LinkedHashMap<>();
    for (AudienceUser user : audience.getUsersList()) {
      users.put(UserId.fromWire(user.getUserId().toByteArray()), user);
    }
    return users;
  }

  /// @return true when lists had to be fetched: look again
  private boolean refreshLists(Map<UserId, AudienceUser> users) throws ProtocolException {
    List<UserId> stale = new ArrayList<>();
    for (Map.Entry<UserId, AudienceUser> each : users.entrySet()) {
      long pinned = lists.known(each.getKey()).map(list -> list.list().version()).orElse(0L);
      if (pinned < each.getValue().getListVersion()) {
        stale.add(each.getKey());
      }
    }
    if (!stale.isEmpty()) {
      lists.refresh(stale);
    }
    return !stale.isEmpty();
  }

  /// Who must be encrypted to, by the signed state and lists, with the places that the server's
  /// answer gives. Its reasons for giving none are not believed: the device is named as left out,
  /// and a suspension is shown. A retention device is left out for no reason.
  ///
  /// @throws Unreachable when a retention device has no place or no keys: the message waits
  public Scope scope(Conversation conversation, GetAudienceResponse audience, MessageScope scope)
      throws ProtocolException {
    ConversationState state = conversation.state();
    Map<UserId, AudienceUser> byUser = byUser(audience);
    Scope made = new Scope(conversation, audience.getEpoch());
    for (Audience.User user : members(state, scope)) {
      VerifiedDeviceList list = lists.require(user.user());
      if (!list.rootKeyHash().equals(user.rootKeyHash())) {
        throw new ClientException(
            ClientException.Kind.NOT_AUTHENTIC,
            "a member has new keys that this conversation has not accepted: compare the safety"
                + " number, then add the person again");
      }
      made.users().add(new Audience.User(user.user(), user.rootKeyHash(), list.hash()));
      if (state.retention().filter(r -> r.user().equals(user.user())).isPresent()) {
        list.list().devices().forEach(device -> made.retention().add(device.id()));
      }
      place(list, byUser.getOrDefault(user.user(), AudienceUser.getDefaultInstance()), made);
    }
    requireRetention(made, made.leftOut());
    return made;
  }

  /// @throws Unreachable when a retention device is among those left out
  public static void requireRetention(Scope scope, Set<DeviceId> leftOut) {
    if (leftOut.stream().anyMatch(scope.retention()::contains)) {
      throw new Unreachable(
          "the server would leave data retention out, which this network's statement orders: tell"
              + " your administrator");
    }
  }

  private void place(VerifiedDeviceList list, AudienceUser placed, Scope made)
      throws ProtocolException {
    Map<DeviceId, AudienceDevice> devices = new HashMap<>();
    for (AudienceDevice device : placed.getDevicesList()) {
      devices.put(DeviceId.fromWire(device.getDeviceId().toByteArray()), device);
    }
    if (placed.getSuspended()) {
      made.suspended().add(list.user());
    }
    for (DeviceEntry entry : list.list().devices()) {
      if (entry.id().equals(me.device())) {
        continue;
      }
      AudienceDevice device = devices.get(entry.id());
      if (device == null || device.getDormant()) {
        made.leftOut().add(entry.id());
      } else {
        made.recipients().put(entry.id(), list.user());
        made.slots().put(entry.id(), device.getSlot());
      }
    }
  }

  /// The signed members that a scope means, and the retention user; list hashes are filled in by
  /// the caller.
  private List<Audience.User> members(ConversationState state, MessageScope scope) {
    List<Audience.User> users = new ArrayList<>();
    for (Member member : state.members()) {
      if (scope.includes(member.user(), me.user())) {
        users.add(new Audience.User(member.user(), member.rootKeyHash(), Hash32.ZERO));
      }
    }
    state
        .retention()
        .ifPresent(retention ->
            users.add(new Audience.User(retention.user(), retention.rootKeyHash(), Hash32.ZERO)));
    return users;
  }
}

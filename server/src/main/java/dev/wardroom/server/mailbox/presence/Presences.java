package dev.wardroom.server.mailbox.presence;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Presence;
import dev.wardroom.schema.v1.PresenceState;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.SetPresence;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.socket.Ephemerals;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.edge.socket.LiveDevices;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.RateLimiter;
import dev.wardroom.server.kernel.RateLimiter.Allowance;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Forwards typing and presence.
public final class Presences implements Ephemerals {
  /// Once in two seconds, whatever the conversation: a device chooses that freely, and each would
  /// be a bucket of its own.
  private static final Allowance TYPING = new Allowance(2, 30);

  /// Changes of the own state or of the people watched.
  private static final Allowance CHANGES = new Allowance(10, 30);

  /// What one connected device says and whom it watches.
  private record Said(UserId user, PresenceState state, Set<UserId> watched) {}

  private final Conversations conversations;
  private final LiveDevices live;
  private final RateLimiter rates;
  private final Map<DeviceId, Said> said = new ConcurrentHashMap<>();
  private final Map<UserId, Set<DeviceId>> watchers = new ConcurrentHashMap<>();

  public Presences(
      Conversations conversations, LiveDevices live, RateLimiter rates, Events events) {
    this.conversations = conversations;
    this.live = live;
    this.rates = rates;
    events.after(LiveDevices.DeviceLeft.class, left -> left(left.live()));
  }

  // ---- typing

  @Override
  public void typing(LiveDevice from, Typing typing) {
    SignedInDevice device = from.device();
    if (!rates.tryTake("typing", device.device(), TYPING).isZero()) {
      return;
    }
    Caller caller = new Caller(device.network(), device.user(), device.device());
    Audience audience =
        conversations.audience(caller, ConversationId.of(typing.getConversationId().toByteArray()));
    Typing forwarded =
        Typing.newBuilder()
            .setConversationId(typing.getConversationId())
            .setUserId(ByteString.copyFrom(device.user().toArray()))
            .build();
    for (Audience.Place place : audience.places()) {
      if (!place.user().equals(device.user())) {
        live.find(place.device()).ifPresent(other -> other.typing(forwarded));
      }
    }
  }

  // ---- presence

  @Override
  public void presence(LiveDevice from, SetPresence presence) {
    SignedInDevice device = from.device();
    rates.take("presence", device.device(), CHANGES);
    if (presence.getState() == PresenceState.PRESENCE_STATE_UNSPECIFIED) {
      throw new Refusal(Reason.REASON_MALFORMED, "Say which state.");
    }
    Set<UserId> watched = watchable(device, presence);
    PresenceState before = stateOf(device.user());
    Said old = said.put(device.device(), new Said(device.user(), presence.getState(), watched));
    if (old != null) {
      old.watched().forEach(user -> unwatch(user, device.device()));
    }
    watched.forEach(user -> watch(user, device.device()));
    if (!isNewest(from)) {
      left(from);
      return;
    }
    tellChange(device.user(), before);
    for (UserId user : watched) {
      if (old == null || !old.watched().contains(user)) {
        from.presence(presenceOf(user));
      }
    }
  }

  private Set<UserId> watchable(SignedInDevice device, SetPresence presence) {
    Set<UserId> watched = new HashSet<>();
    for (ByteString id : presence.getWatchList()) {
      UserId user = UserId.of(id.toByteArray());
      if (conversations.shareDirect(device.network(), device.user(), user)) {
        watched.add(user);
      }
    }
    return Set.copyOf(watched);
  }

  private void left(LiveDevice gone) {
    SignedInDevice device = gone.device();
    if (live.find(device.device()).isPresent() && !isNewest(gone)) {
      return;
    }
    PresenceState before = stateOf(device.user());
    Said old = said.remove(device.device());
    if (old != null) {
      old.watched().forEach(user -> unwatch(user, device.device()));
      tellChange(device.user(), before);
    }
  }

  /// Whether this very connection is the device's present one.
  @SuppressWarnings("ReferenceEquality")
  private boolean isNewest(LiveDevice connection) {
    return live.find(connection.device().device())
        .filter(present -> present == connection)
        .isPresent();
  }

  /// The most present of a user's devices speaks for the user.
  private PresenceState stateOf(UserId user) {
    PresenceState best = PresenceState.PRESENCE_STATE_OFFLINE;
    for (LiveDevice device : live.of(user)) {
      Said own = said.get(device.device().device());
      if (own != null && own.state().getNumber() < best.getNumber()) {
        best = own.state();
      }
    }
    return best;
  }

  private Presence presenceOf(UserId user) {
    return Presence.newBuilder()
        .setUserId(ByteString.copyFrom(user.toArray()))
        .setState(stateOf(user))
        .build();
  }

  private void tellChange(UserId user, PresenceState before) {
    Presence now = presenceOf(user);
    if (now.getState() == before) {
      return;
    }
    for (DeviceId watcher : watchers.getOrDefault(user, Set.of())) {
      live.find(watcher).ifPresent(device -> device.presence(now));
    }
  }

  private void watch(UserId user, DeviceId watcher) {
    watchers.compute(
        user,
        (_, devices) -> {
          Set<DeviceId> all = devices == null ? ConcurrentHashMap.newKeySet(4) : devices;
          all.add(watcher);
          return all;
        });
  }

  private void unwatch(UserId user, DeviceId watcher) {
    watchers.computeIfPresent(
        user,
        (_, devices) -> {
          devices.remove(watcher);
          return devices.isEmpty() ? null : devices;
        });
  }
}

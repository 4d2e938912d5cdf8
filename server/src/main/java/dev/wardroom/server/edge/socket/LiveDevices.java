package dev.wardroom.server.edge.socket;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The devices connected to this node, by device and by user. Thread-safe.
public final class LiveDevices {
  /// A device connected; told after its welcome.
  public record DeviceConnected(LiveDevice live) implements Events.Event {}

  /// A device's connection ended and no newer one has taken its place.
  public record DeviceLeft(LiveDevice live) implements Events.Event {}

  private final ConcurrentMap<DeviceId, LiveDevice> byDevice = new ConcurrentHashMap<>();
  private final ConcurrentMap<UserId, Set<DeviceId>> byUser = new ConcurrentHashMap<>();

  /// The connection of a device, if it has one here.
  public Optional<LiveDevice> find(DeviceId device) {
    return Optional.ofNullable(byDevice.get(device));
  }

  /// The connections of a user's devices.
  public List<LiveDevice> of(UserId user) {
    return byUser.getOrDefault(user, Set.of()).stream()
        .map(byDevice::get)
        .filter(live -> live != null)
        .toList();
  }

  /// All connections, as they are while it is looked through.
  public Collection<LiveDevice> all() {
    return byDevice.values();
  }

  /// Ends a device's connection, if it has one: it was removed, suspended or signed out.
  public void end(DeviceId device, Refusal why) {
    find(device).ifPresent(live -> live.end(why));
  }

  public int count() {
    return byDevice.size();
  }

  /// Adds a connection; answers the one that it replaces.
  Optional<LiveDevice> add(LiveDevice live) {
    DeviceId device = live.device().device();
    byUser.compute(
        live.device().user(),
        (user, devices) -> {
          Set<DeviceId> all = devices == null ? ConcurrentHashMap.newKeySet(2) : devices;
          all.add(device);
          return all;
        });
    return Optional.ofNullable(byDevice.put(device, live));
  }

  /// Takes a connection away; false when a newer one of the device is in its place.
  boolean remove(LiveDevice live) {
    DeviceId device = live.device().device();
    if (!byDevice.remove(device, live)) {
      return false;
    }
    byUser.computeIfPresent(
        live.device().user(),
        (user, devices) -> {
          if (!byDevice.containsKey(device)) {
            devices.remove(device);
          }
          return devices.isEmpty() ? null : devices;
        });
    return true;
  }
}

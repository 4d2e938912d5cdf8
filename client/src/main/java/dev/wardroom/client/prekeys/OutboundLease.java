package dev.wardroom.client.prekeys;

import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.prekey.LeaseKind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A lease of this device in one conversation. Belongs to the outbox's thread.
public final class OutboundLease implements AutoCloseable {

  /// A message must reach the server before the lease's end.
  private static final long MARGIN_MILLIS = 15_000;

  private final LeaseId id;
  private final LeaseKind kind;
  private final long endsAt;
  private final Map<DeviceId, LeasedDevice> devices;
  private final Set<DeviceId> recorded;
  private int used;

  OutboundLease(
      LeaseId id,
      LeaseKind kind,
      long endsAt,
      int used,
      Map<DeviceId, LeasedDevice> devices,
      Set<DeviceId> recorded) {
    this.id = id;
    this.kind = kind;
    this.endsAt = endsAt;
    this.used = used;
    this.devices = Map.copyOf(devices);
    this.recorded = new HashSet<>(recorded);
  }

  public LeaseId id() {
    return id;
  }

  LeaseKind kind() {
    return kind;
  }

  long endsAt() {
    return endsAt;
  }

  int used() {
    return used;
  }

  Map<DeviceId, LeasedDevice> devices() {
    return devices;
  }

  Set<DeviceId> recorded() {
    return Set.copyOf(recorded);
  }

  boolean usable(long now) {
    int messages =
        switch (kind) {
          case ONE_MESSAGE -> 1;
          case HOUR -> WireLimits.LEASE_MESSAGES_MAX;
        };
    return used < messages && now < endsAt - MARGIN_MILLIS;
  }

  /// Whether the server has this device's record already.
  public boolean isRecorded(DeviceId device) {
    return recorded.contains(device);
  }

  void accepted(Set<DeviceId> sentRecords) {
    used++;
    recorded.addAll(sentRecords);
  }

  @Override
  public void close() {
    devices.values().forEach(LeasedDevice::close);
  }
}

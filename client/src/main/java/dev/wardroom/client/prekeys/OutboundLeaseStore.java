package dev.wardroom.client.prekeys;

import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.prekey.LeaseKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rows of hour leases under which this device writes, so that a command line does not claim
/// anew for each message.
final class OutboundLeaseStore {

  private static final String PLACE = "outbound_lease.body";
  private static final int LEASED_BYTES_MAX = 4_096;
  private static final int LEASES_MAX = 64;

  private final Local local;

  OutboundLeaseStore(Local local) {
    this.local = local;
  }

  List<OutboundLease> load(Tx tx, ConversationId conversation, long now) {
    return tx.list(
        "select lease, kind, ends_at, used, body from outbound_lease where conversation = ? and ends_at > ? order by ends_at desc limit "
            + LEASES_MAX,
        row ->
            decoded(
                LeaseId.of(row.bytes("lease")),
                Codes.value(LeaseKind.class, row.integer("kind")),
                row.number("ends_at"),
                row.integer("used"),
                local.vault().open(PLACE, row.bytes("lease"), row.bytes("body"))),
        conversation.toArray(),
        now);
  }

  void save(Tx tx, ConversationId conversation, OutboundLease lease) {
    byte[] body = encoded(lease);
    tx.update(
        """
        insert into outbound_lease (lease, conversation, kind, ends_at, used, body)
        values (?, ?, ?, ?, ?, ?)
        on conflict (lease) do update set used = excluded.used, body = excluded.body\
        """,
        lease.id().toArray(),
        conversation.toArray(),
        Codes.code(lease.kind()),
        lease.endsAt(),
        lease.used(),
        local.vault().seal(PLACE, lease.id().toArray(), body));
    java.util.Arrays.fill(body, (byte) 0);
  }

  void remove(Tx tx, LeaseId lease) {
    tx.update("delete from outbound_lease where lease = ?", (Object) lease.toArray());
  }

  /// @return true when something was deleted
  boolean removeEnded(Tx tx, long now) {
    return tx.update("delete from outbound_lease where ends_at <= ?", now) > 0;
  }

  Optional<Long> nextEnd(Tx tx) {
    return tx.first(
        "select ends_at from outbound_lease order by ends_at limit 1",
        row -> row.number("ends_at"));
  }

  private static byte[] encoded(OutboundLease lease) {
    CanonicalWriter writer = new CanonicalWriter(4096).u8(1).u16(lease.devices().size());
    lease
        .devices()
        .forEach((device, leased) -> {
          writer.fixed(device.bytes()).bool(lease.isRecorded(device));
          try (SecretBytes secret = leased.encode()) {
            writer.variable(secret.read(SecretAccess.granted()));
          }
        });
    byte[] body = writer.toArray();
    writer.wipe();
    return body;
  }

  private static OutboundLease decoded(
      LeaseId id, LeaseKind kind, long endsAt, int used, byte[] body) {
    try {
      CanonicalReader reader = new CanonicalReader(body).version(1);
      Map<DeviceId, LeasedDevice> devices = new HashMap<>();
      Set<DeviceId> recorded = new HashSet<>();
      for (int i = reader.count(WireLimits.CONVERSATION_DEVICES_MAX); i > 0; i--) {
        DeviceId device = DeviceId.read(reader);
        if (reader.bool()) {
          recorded.add(device);
        }
        try (SecretBytes secret = SecretBytes.wrap(reader.variable(LEASED_BYTES_MAX).toArray())) {
          devices.put(device, LeasedDevice.decode(secret));
        }
      }
      reader.end();
      return new OutboundLease(id, kind, endsAt, used, devices, recorded);
    } catch (ProtocolException e) {
      throw new StoreFailure("a lease in the home folder is damaged", e);
    }
  }
}

package dev.wardroom.server.mailbox.sending;

import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import java.util.Collection;
import java.util.Map;

/// Where claims get prekeys from: the directory's stock.
public interface PrekeyDesk {
  /// One prekey that was handed out to nobody else, or a standing one.
  ///
  /// @param path siblings from the leaf up, 32 bytes each
  record Given(
      DeviceId device,
      long batch,
      int index,
      byte[] agreementKey,
      byte[] encapsulationKey,
      byte[] path,
      byte[] batchSigned,
      boolean standing) {}

  /// Whether each of these devices has more than half of its one-time prekeys left.
  boolean overHalf(Tx tx, NetworkId network, Collection<DeviceId> devices);

  /// The last standing prekey of each of these devices, over or not, as long as senders take it of
  /// a retention device: a year.
  Map<DeviceId, Given> takeLastStanding(Tx tx, NetworkId network, Collection<DeviceId> devices);

  /// Takes one of each; a device that is absent from the answer is dormant.
  Map<DeviceId, Given> take(Tx tx, NetworkId network, Collection<DeviceId> devices);
}

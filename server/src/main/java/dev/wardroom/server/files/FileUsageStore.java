package dev.wardroom.server.files;

import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.NetworkId;
import java.util.HashMap;
import java.util.Map;

/// What users and networks keep, against their quotas. Stateless.
///
/// The network's row is always changed before the user's: one order, no deadlock.
final class FileUsageStore {
  private static final byte[] WHOLE_NETWORK = {};

  private static final Sql OPEN =
      Sql.of(
          """
          insert into file_usage (network, owner_user, files, bytes) values (:network, :user, 0, 0)
          on conflict (network, owner_user) do nothing\
          """);
  private static final Sql TAKE =
      Sql.of(
          """
          update file_usage set files = files + 1, bytes = bytes + :size
          where network = :network and owner_user = :user
            and files < :files and bytes <= :bytes - :size\
          """);
  private static final Sql GIVE_BACK =
      Sql.of(
          """
          update file_usage set files = files - 1, bytes = bytes - :size
          where network = :network and owner_user = :user\
          """);

  private static final Sql OF_NETWORKS =
      Sql.of("select network, bytes from file_usage where owner_user = :user");

  /// Bytes by network.
  Map<NetworkId, Long> ofNetworks(Tx tx) {
    Map<NetworkId, Long> bytes = new HashMap<>();
    tx.with(OF_NETWORKS)
        .set("user", WHOLE_NETWORK)
        .each(row -> bytes.put(NetworkId.of(row.bytes(1)), row.number(2)));
    return bytes;
  }

  /// @param filesMax most files
  /// @param bytesMax most bytes
  record Quota(long filesMax, long bytesMax) {}

  /// Whether there was room; when not, the caller must roll back.
  boolean take(Tx tx, StoredFile file, Quota network, Quota user) {
    return take(tx, file.name(), WHOLE_NETWORK, file.size(), network)
        && take(tx, file.name(), file.ownerUser().bytes().toArray(), file.size(), user);
  }

  void giveBack(Tx tx, StoredFile file) {
    giveBack(tx, file.name(), WHOLE_NETWORK, file.size());
    giveBack(tx, file.name(), file.ownerUser().bytes().toArray(), file.size());
  }

  private static boolean take(Tx tx, BlobName name, byte[] user, long size, Quota quota) {
    tx.with(OPEN).set("network", name.networkBytes()).set("user", user).update();
    return tx.with(TAKE)
            .set("network", name.networkBytes())
            .set("user", user)
            .set("size", size)
            .set("files", quota.filesMax())
            .set("bytes", quota.bytesMax())
            .update()
        == 1;
  }

  private static void giveBack(Tx tx, BlobName name, byte[] user, long size) {
    tx.with(GIVE_BACK)
        .set("network", name.networkBytes())
        .set("user", user)
        .set("size", size)
        .updateOne();
  }
}

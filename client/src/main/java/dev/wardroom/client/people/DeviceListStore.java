package dev.wardroom.client.people;

import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;

/// The rows of verified device lists.
final class DeviceListStore {

  Optional<byte[]> newest(Tx tx, UserId user) {
    return tx.first(
        "select signed from device_list where user_id = ? order by version desc limit 1",
        row -> row.bytes("signed"),
        (Object) user.toArray());
  }

  Optional<byte[]> byHash(Tx tx, UserId user, Hash32 hash) {
    return tx.first(
        "select signed from device_list where user_id = ? and hash = ? limit 1",
        row -> row.bytes("signed"),
        user.toArray(),
        hash.toArray());
  }

  Optional<byte[]> issuedBy(Tx tx, UserId user, long time) {
    return tx.first(
        """
        select signed from device_list where user_id = ? and issued_at <= ?
        order by version desc limit 1\
        """,
        row -> row.bytes("signed"),
        user.toArray(),
        time);
  }

  /// All versions held, oldest first.
  List<byte[]> all(Tx tx, UserId user) {
    return tx.list(
        "select signed from device_list where user_id = ? order by version limit 100000",
        row -> row.bytes("signed"),
        (Object) user.toArray());
  }

  void save(Tx tx, VerifiedDeviceList list) {
    tx.update(
        """
        insert into device_list (user_id, version, hash, issued_at, signed) values (?, ?, ?, ?, ?)
        on conflict (user_id, version) do nothing\
        """,
        list.user().toArray(),
        list.list().version(),
        list.hash().toArray(),
        list.list().issuedAt(),
        list.signed().encode());
  }
}

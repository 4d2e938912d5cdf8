package dev.wardroom.server.directory;

import dev.wardroom.server.directory.prekeys.InSlots;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// SQL of devices and of their users' signed lists.
final class DeviceStore {
  /// A version of a list as kept.
  record StoredList(UserId user, long version, byte[] signed) {}

  private static final InSlots MANY = new InSlots("id", 32);
  private static final String COLUMNS =
      "select network, device, user_id, name, added_at, seen_day, removed_at from device\n";

  private static final Sql INSERT =
      Sql.of(
          """
          insert into device (network, device, user_id, name, added_at, seen_day, highest_batch,
            lowest_good)
          values (:network, :device, :user, :name, :now, 0, 0, 0)
          on conflict do nothing
          """);
  private static final Sql REMOVED_AT =
      Sql.of(
          """
          select removed_at from device
          where network = :network and device = :device and removed_at is not null
          """);
  private static final Sql FIND = Sql.of(COLUMNS + "where device = :device");
  private static final Sql LIVE_OF_USER =
      Sql.of(
          COLUMNS
              + """
              where network = :network and user_id = :user and removed_at is null
              order by added_at, device
              """);
  private static final Sql REMOVE =
      Sql.of(
          """
          update device set removed_at = :now
          where network = :network and device = :device and user_id = :user and removed_at is null
          """);
  private static final Sql SET_NAME =
      Sql.of(
          """
          update device set name = :name
          where network = :network and device = :device and user_id = :user and removed_at is null
          """);
  private static final Sql SET_SEEN =
      Sql.of(
          """
          update device set seen_day = :day
          where network = :network and device = :device and seen_day < :day
          """);
  private static final Sql INSERT_LIST =
      Sql.of(
          """
          insert into device_list (network, user_id, version, hash, signed, published_at)
          values (:network, :user, :version, :hash, :signed, :now)
          """);
  private static final Sql NEWEST_LISTS =
      Sql.of(
          """
          select l.user_id, l.version, l.signed from person p
          join device_list l
            on l.network = p.network and l.user_id = p.user_id and l.version = p.list_version
          where p.network = :network and p.user_id in (:users)
          """
              .replace(":users", MANY.text()));
  private static final Sql LISTED =
      Sql.of(
          """
          select p.user_id, p.list_version, n.hash, o.hash, n.published_at, p.root_key_hash,
            p.suspended_at, d.device
          from person p
          join device_list n
            on n.network = p.network and n.user_id = p.user_id and n.version = p.list_version
          left join device_list o
            on o.network = p.network and o.user_id = p.user_id and o.version = p.list_version - 1
          left join device d
            on d.network = p.network and d.user_id = p.user_id and d.removed_at is null
          where p.network = :network and p.user_id in (:users)
          order by p.user_id, d.device
          """
              .replace(":users", MANY.text()));
  private static final Sql LIST_BY_HASH =
      Sql.of(
          """
          select user_id, version, signed from device_list
          where network = :network and user_id = :user and hash = :hash
          """);
  private static final Sql LISTS_AFTER =
      Sql.of(
          """
          select user_id, version, signed from device_list
          where network = :network and user_id = :user and version > :after
          order by version limit :limit
          """);
  private static final Sql HAS_LIST =
      Sql.of(
          """
          select count(*) from device_list
          where network = :network and user_id = :user and hash = :hash
          """);

  private DeviceStore() {}

  /// False when the id was ever used in this installation.
  static boolean insert(
      Tx tx, NetworkId network, UserId user, DeviceId device, String name, long now) {
    return tx.with(INSERT)
            .set("network", network.toArray())
            .set("device", device.toArray())
            .set("user", user.toArray())
            .set("name", name)
            .set("now", now)
            .update()
        == 1;
  }

  static Optional<Device> find(Tx tx, DeviceId device) {
    return tx.with(FIND).set("device", device.toArray()).find(DeviceStore::readDevice);
  }

  static List<Device> liveOf(Tx tx, NetworkId network, UserId user) {
    return tx.with(LIVE_OF_USER)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .list(DeviceStore::readDevice);
  }

  static boolean remove(Tx tx, NetworkId network, UserId user, DeviceId device, long now) {
    return tx.with(REMOVE)
            .set("network", network.toArray())
            .set("user", user.toArray())
            .set("device", device.toArray())
            .set("now", now)
            .update()
        == 1;
  }

  static boolean setName(Tx tx, NetworkId network, UserId user, DeviceId device, String name) {
    return tx.with(SET_NAME)
            .set("network", network.toArray())
            .set("user", user.toArray())
            .set("device", device.toArray())
            .set("name", name)
            .update()
        == 1;
  }

  static void setSeen(Tx tx, NetworkId network, DeviceId device, long day) {
    tx.with(SET_SEEN)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .set("day", day)
        .update();
  }

  static void insertList(
      Tx tx, NetworkId network, UserId user, long version, Hash32 hash, byte[] signed, long now) {
    tx.with(INSERT_LIST)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("version", version)
        .set("hash", hash.toArray())
        .set("signed", signed)
        .set("now", now)
        .updateOne();
  }

  /// The newest list of each of these people who is in the network.
  static List<StoredList> newestLists(Tx tx, NetworkId network, List<UserId> users) {
    List<StoredList> found = new ArrayList<>();
    for (List<UserId> part : MANY.cut(users)) {
      List<byte[]> ids = part.stream().map(UserId::toArray).toList();
      found.addAll(
          MANY.set(tx.with(NEWEST_LISTS).set("network", network.toArray()), ids)
              .list(DeviceStore::readList));
    }
    return found;
  }

  static Optional<Long> removedAt(Tx tx, NetworkId network, DeviceId device) {
    return tx.with(REMOVED_AT)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .find(row -> row.number(1));
  }

  /// The newest lists as kept beside the signed ones, without parsing any: one row per live device,
  /// people in order. A person without a device has one row without one.
  static List<ListedPerson> listed(Tx tx, NetworkId network, List<UserId> users) {
    List<ListedPerson> found = new ArrayList<>();
    for (List<UserId> part : MANY.cut(users)) {
      List<byte[]> ids = part.stream().map(UserId::toArray).toList();
      MANY.set(tx.with(LISTED).set("network", network.toArray()), ids)
          .each(row -> addListed(found, row));
    }
    return found;
  }

  private static void addListed(List<ListedPerson> found, Row row) {
    UserId user = UserId.of(row.bytes(1));
    byte[] device = row.bytesOrNull(8);
    if (found.isEmpty() || !found.getLast().user().equals(user)) {
      byte[] before = row.bytesOrNull(4);
      found.add(
          new ListedPerson(
              user,
              row.number(2),
              new Hash32(Bytes.wrap(row.bytes(3))),
              before == null ? Hash32.ZERO : new Hash32(Bytes.wrap(before)),
              row.number(5),
              new Hash32(Bytes.wrap(row.bytes(6))),
              !row.isNull(7),
              new ArrayList<>()));
    }
    if (device != null) {
      found.getLast().devices().add(DeviceId.of(device));
    }
  }

  static Optional<StoredList> byHash(Tx tx, NetworkId network, UserId user, Hash32 hash) {
    return tx.with(LIST_BY_HASH)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("hash", hash.toArray())
        .find(DeviceStore::readList);
  }

  static List<StoredList> listsAfter(
      Tx tx, NetworkId network, UserId user, long version, int limit) {
    return tx.with(LISTS_AFTER)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("after", version)
        .set("limit", limit)
        .list(DeviceStore::readList);
  }

  static boolean hasList(Tx tx, NetworkId network, UserId user, Hash32 hash) {
    return tx.with(HAS_LIST)
            .set("network", network.toArray())
            .set("user", user.toArray())
            .set("hash", hash.toArray())
            .one(row -> row.number(1))
        > 0;
  }

  private static Device readDevice(Row row) {
    return new Device(
        NetworkId.of(row.bytes(1)),
        DeviceId.of(row.bytes(2)),
        UserId.of(row.bytes(3)),
        row.text(4),
        row.number(5),
        row.number(6),
        !row.isNull(7));
  }

  private static StoredList readList(Row row) {
    return new StoredList(UserId.of(row.bytes(1)), row.number(2), row.bytes(3));
  }
}

package dev.wardroom.server.files;

import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.UploadState;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;

/// Rows of files. Stateless.
final class FilesStore {
  private static final String COLUMNS =
      """
      network, id, owner_user, owner_device, conversation, size, received, upload_token, complete,
      keep_millis, expires_at
      """;

  private static final Sql FIND =
      Sql.of("select " + COLUMNS + " from file where network = :network and id = :id");
  private static final Sql LOCK =
      Sql.of("select " + COLUMNS + " from file where network = :network and id = :id for update");
  private static final Sql EXPIRED =
      Sql.of(
          "select "
              + COLUMNS
              + " from file where expires_at <= :now order by expires_at limit :limit");
  private static final Sql ADD =
      Sql.of(
          """
          insert into file (network, id, owner_user, owner_device, conversation, size, received,
                            complete, keep_millis, expires_at)
          values (:network, :id, :user, :device, :conversation, :size, 0, 0, :keep, :expires)
          on conflict (network, id) do nothing\
          """);
  private static final Sql RECORD =
      Sql.of(
          """
          update file set received = :received, upload_token = :token, expires_at = :expires
          where network = :network and id = :id and complete = 0\
          """);
  private static final Sql COMPLETE =
      Sql.of(
          """
          update file set complete = 1, expires_at = :expires
          where network = :network and id = :id and complete = 0\
          """);
  private static final Sql REMOVE =
      Sql.of("delete from file where network = :network and id = :id");
  private static final Sql ADD_GARBAGE =
      Sql.of(
          """
          insert into file_garbage (network, id) values (:network, :id)
          on conflict (network, id) do nothing\
          """);
  private static final Sql IS_GARBAGE =
      Sql.of("select 1 from file_garbage where network = :network and id = :id");
  private static final Sql GARBAGE =
      Sql.of("select network, id from file_garbage order by network, id limit :limit");
  private static final Sql REMOVE_GARBAGE =
      Sql.of("delete from file_garbage where network = :network and id = :id");

  Optional<StoredFile> find(Tx tx, BlobName name) {
    return named(tx, FIND, name).find(FilesStore::read);
  }

  /// Keeps others from changing the row until the transaction ends.
  Optional<StoredFile> lock(Tx tx, BlobName name) {
    return named(tx, LOCK, name).find(FilesStore::read);
  }

  /// Whether the row is new; false when the id is taken.
  boolean add(Tx tx, StoredFile file) {
    return named(tx, ADD, file.name())
            .set("user", file.ownerUser().bytes().toArray())
            .set("device", file.ownerDevice().bytes().toArray())
            .set("conversation", file.conversation().map(c -> c.bytes().toArray()).orElse(null))
            .set("size", file.size())
            .set("keep", file.keepMillis())
            .set("expires", file.expiresAt())
            .update()
        == 1;
  }

  /// Whether the upload is still there.
  boolean record(Tx tx, BlobName name, UploadState state, long expiresAt) {
    return named(tx, RECORD, name)
            .set("received", state.offset())
            .set("token", state.token())
            .set("expires", expiresAt)
            .update()
        == 1;
  }

  boolean complete(Tx tx, BlobName name, long expiresAt) {
    return named(tx, COMPLETE, name).set("expires", expiresAt).update() == 1;
  }

  List<StoredFile> expired(Tx tx, long now, int limit) {
    return tx.with(EXPIRED).set("now", now).set("limit", limit).list(FilesStore::read);
  }

  /// Removes the row and leaves the bytes to the collector. Whether it was there.
  boolean discard(Tx tx, BlobName name) {
    if (named(tx, REMOVE, name).update() == 0) {
      return false;
    }
    named(tx, ADD_GARBAGE, name).update();
    return true;
  }

  boolean isGarbage(Tx tx, BlobName name) {
    return named(tx, IS_GARBAGE, name).find(row -> true).isPresent();
  }

  List<BlobName> garbage(Tx tx, int limit) {
    return tx.with(GARBAGE)
        .set("limit", limit)
        .list(row -> BlobName.of(row.bytes(1), row.bytes(2)));
  }

  void removeGarbage(Tx tx, BlobName name) {
    named(tx, REMOVE_GARBAGE, name).update();
  }

  private static Query named(Tx tx, Sql sql, BlobName name) {
    return tx.with(sql).set("network", name.networkBytes()).set("id", name.fileBytes());
  }

  private static StoredFile read(Row row) {
    return new StoredFile(
        BlobName.of(row.bytes(1), row.bytes(2)),
        UserId.of(row.bytes(3)),
        DeviceId.of(row.bytes(4)),
        Optional.ofNullable(row.bytesOrNull(5)).map(ConversationId::of),
        row.number(6),
        row.number(7),
        row.textOrNull(8),
        row.flag(9),
        row.number(10),
        row.number(11));
  }

  static BlobName nameOf(NetworkId network, byte[] file) {
    return BlobName.of(network.bytes().unsafeArray(), file);
  }
}

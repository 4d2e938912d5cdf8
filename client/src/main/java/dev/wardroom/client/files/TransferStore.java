package dev.wardroom.client.files;

import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.FileId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The rows of transfers under way.
final class TransferStore {

  private static final String PLACE = "transfer.body";
  private static final String MAC_KEY = "transfer mac key";
  private static final long KEPT_MILLIS = 14L * 86_400_000;
  private static final int SEGMENTS_MAX = 65_536;

  private final Local local;

  TransferStore(Local local) {
    this.local = local;
  }

  /// @param secret of the file, 32 bytes
  record Upload(String fileId, byte[] secret, long size) {}

  /// The hash by which a broken upload of the same file to the same place is found.
  byte[] sourceMac(String source) {
    byte[] key =
        local
            .db()
            .tx(tx ->
                local
                    .meta()
                    .get(tx, MAC_KEY)
                    .orElseGet(() -> {
                      byte[] made = local.randomBytes(32);
                      local.meta().put(tx, MAC_KEY, made);
                      return made;
                    }));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(source.getBytes(StandardCharsets.UTF_8)), 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  Optional<Upload> findUpload(Tx tx, byte[] sourceMac) {
    return tx.first(
        "select file_id, body from transfer where source_mac = ?",
        row -> local.json().open(PLACE, row.bytes("file_id"), row.bytes("body"), Upload.class),
        (Object) sourceMac);
  }

  void saveUpload(Tx tx, FileId id, byte[] sourceMac, Upload upload) {
    tx.updateOne(
        "insert into transfer (file_id, source_mac, body, begun_at) values (?, ?, ?, ?)",
        id.toArray(),
        sourceMac,
        local.json().seal(PLACE, id.toArray(), upload),
        local.clock().millis());
  }

  /// A download is noted, so that what is kept of it goes when nobody goes on with it.
  void beginDownload(Tx tx, FileId id) {
    tx.update(
        "insert into transfer (file_id, body, begun_at) values (?, ?, ?) on conflict do nothing",
        id.toArray(),
        new byte[0],
        local.clock().millis());
  }

  /// Forgets transfers that nobody went on with.
  void expire(Tx tx) {
    tx.update("delete from transfer where begun_at < ?", local.clock().millis() - KEPT_MILLIS);
    tx.update("delete from transfer_segment where file_id not in (select file_id from transfer)");
  }

  void saveSegment(Tx tx, FileId id, int segment, byte[] hash) {
    tx.update(
        "insert into transfer_segment (file_id, segment, hash) values (?, ?, ?) on conflict do nothing",
        id.toArray(),
        segment,
        hash);
  }

  /// Hashes of the first segments, without a hole, 64 bytes each.
  byte[] segments(Tx tx, FileId id) {
    List<byte[]> hashes =
        tx.list(
            "select hash from transfer_segment where file_id = ? order by segment limit "
                + SEGMENTS_MAX,
            row -> row.bytes("hash"),
            (Object) id.toArray());
    byte[] all = new byte[hashes.size() * Digest64.LENGTH];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i), 0, all, i * Digest64.LENGTH, Digest64.LENGTH);
    }
    return all;
  }

  void remove(Tx tx, FileId id) {
    tx.update("delete from transfer where file_id = ?", (Object) id.toArray());
    tx.update("delete from transfer_segment where file_id = ?", (Object) id.toArray());
  }
}

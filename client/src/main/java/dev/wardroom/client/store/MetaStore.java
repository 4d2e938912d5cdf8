package dev.wardroom.client.store;

import java.util.Optional;

/// Single values of this home, sealed under their key's name.
public final class MetaStore {

  private static final String PLACE = "meta.value";

  private final Vault vault;
  private final SealedJson json;

  public MetaStore(Vault vault) {
    this.vault = vault;
    this.json = new SealedJson(vault);
  }

  public void put(Tx tx, String key, byte[] value) {
    tx.update(
        "insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        key,
        vault.seal(PLACE, key, value));
  }

  public Optional<byte[]> get(Tx tx, String key) {
    return tx.first("select value from meta where key = ?", row -> row.bytes("value"), key)
        .map(sealed -> vault.open(PLACE, key, sealed));
  }

  public void putJson(Tx tx, String key, Object value) {
    tx.update(
        "insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        key,
        json.seal(PLACE, key.getBytes(java.nio.charset.StandardCharsets.UTF_8), value));
  }

  public <T> Optional<T> getJson(Tx tx, String key, Class<T> type) {
    return tx.first("select value from meta where key = ?", row -> row.bytes("value"), key)
        .map(sealed ->
            json.open(PLACE, key.getBytes(java.nio.charset.StandardCharsets.UTF_8), sealed, type));
  }

  public void remove(Tx tx, String key) {
    tx.update("delete from meta where key = ?", key);
  }
}

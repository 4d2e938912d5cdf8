package dev.wardroom.client.store;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Records in sealed columns, as JSON inside of the encryption. Thread-safe.
public final class SealedJson {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Vault vault;

  public SealedJson(Vault vault) {
    this.vault = vault;
  }

  public byte[] seal(String place, byte[] row, Object value) {
    return vault.seal(place, row, JSON.writeValueAsBytes(value));
  }

  public <T> T open(String place, byte[] row, byte[] sealed, Class<T> type) {
    try {
      return JSON.readValue(vault.open(place, row, sealed), type);
    } catch (JacksonException e) {
      throw new StoreFailure("a value of " + place + " in the home folder cannot be read", e);
    }
  }
}

package dev.wardroom.e2e.live;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Row;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PayloadKey;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.lease.ReceivedLease;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tries everything that a copied home holds on one message that was captured on its way or in the
/// server's store: each private prekey on its exchange, and each 32 bytes of each value that the
/// home's key opens as the message's key. Follows the specification, not the client. One thread.
public final class KeySearch {
  private static final int ID_AT = 1;
  private static final int ID_LENGTH = 6;

  private final Local local;
  private final Me me;
  private final Hpke hpke = new Hpke();
  private final Hkdf hkdf = new Hkdf();
  private final AesGcm aead = new AesGcm();

  public KeySearch(CopiedHome home) {
    this.local = home.local();
    this.me = home.identity().me();
  }

  /// What a private prekey opens.
  ///
  /// @param key the message key K, 32 bytes
  /// @param sealedPrekey the prekey as it lies in the store
  public record Found(byte[] content, byte[] key, byte[] sealedPrekey) {}

  /// Tries every private prekey.
  public Optional<Found> byPrekeys(MessageItem captured) throws ProtocolException {
    for (Prekey prekey : prekeys()) {
      Optional<byte[]> key = unwrapped(captured, prekey.encoded());
      if (key.isPresent()) {
        return content(captured, key.get())
            .map(content -> new Found(content, key.get(), prekey.sealed()));
      }
    }
    return Optional.empty();
  }

  /// Tries everything that is 32 bytes long.
  public Optional<byte[]> byAnyBytes(MessageItem captured) throws ProtocolException {
    for (byte[] value : openedValues()) {
      for (int at = 0; at + PayloadKey.MESSAGE_KEY_LENGTH <= value.length; at++) {
        byte[] key = Arrays.copyOfRange(value, at, at + PayloadKey.MESSAGE_KEY_LENGTH);
        Optional<byte[]> content = content(captured, key);
        if (content.isPresent()) {
          return content;
        }
      }
    }
    return Optional.empty();
  }

  private record Prekey(byte[] encoded, byte[] sealed) {}

  public int prekeyCount() {
    return prekeys().size();
  }

  private List<Prekey> prekeys() {
    return local
        .db()
        .tx(tx ->
            tx.list(
                "select batch, place, secret from prekey",
                row ->
                    new Prekey(
                        local.vault().open("prekey.secret", rowKey(row), row.bytes("secret")),
                        row.bytes("secret"))));
  }

  private static byte[] rowKey(Row row) {
    return ByteBuffer.allocate(12)
        .putLong(row.number("batch"))
        .putInt(row.integer("place"))
        .array();
  }

  /// The exchange, opened with a prekey whatever its own id says.
  private Optional<byte[]> unwrapped(MessageItem captured, byte[] encoded)
      throws ProtocolException {
    Bytes recordBytes = Bytes.of(captured.getLeaseRecord().toByteArray());
    LeaseRecord record = LeaseRecord.decode(recordBytes.toArray());
    byte[] renamed = encoded.clone();
    byte[] id =
        ByteBuffer.allocate(ID_LENGTH)
            .putInt((int) record.prekey().batch())
            .putShort((short) record.prekey().index())
            .array();
    System.arraycopy(id, 0, renamed, ID_AT, ID_LENGTH);
    try (PrivatePrekey prekey = PrivatePrekey.decode(SecretBytes.wrap(renamed));
        ReceivedLease lease = ReceivedLease.open(record, recordBytes, prekey, hpke)) {
      SignedMessage message = message(captured);
      byte[] info =
          MessageBindings.exchangeInfo(
              record.suite(),
              me.network(),
              new MessageBindings.Recipient(me.user(), me.device(), record.prekey()),
              record.lease(),
              lease.recordHash(),
              message.digest());
      return Optional.of(
          hpke.open(
              message.ephemeralKey(),
              lease.agreementKey(),
              info,
              lease.psk().orElse(null),
              captured.getSealed().toByteArray()));
    } catch (ProtocolException closed) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> content(MessageItem captured, byte[] key) throws ProtocolException {
    SignedMessage message = message(captured);
    try (SecretBytes secret = SecretBytes.copyOf(key);
        PayloadKey payload = PayloadKey.derive(hkdf, secret, message.header().id())) {
      return Optional.of(
          payload.open(aead, message.header(), message.headerBytes(), message.payload()));
    } catch (ProtocolException closed) {
      return Optional.empty();
    }
  }

  private static SignedMessage message(MessageItem captured) throws ProtocolException {
    return SignedMessage.fromWire(
        captured.getHeader().toByteArray(),
        captured.getEphemeralKey().toByteArray(),
        captured.getPayload().toByteArray(),
        captured.getSignature().toByteArray());
  }

  /// Every value of the store that is sealed under the home's key, opened; and those that are not
  /// sealed.
  private List<byte[]> openedValues() {
    List<byte[]> values = new ArrayList<>();
    prekeys().forEach(prekey -> values.add(prekey.encoded()));
    local
        .db()
        .write(tx -> {
          values.addAll(
              tx.list(
                  "select key, value from meta",
                  row -> local.vault().open("meta.value", row.text("key"), row.bytes("value"))));
          for (String column : List.of("secret", "content", "edited")) {
            values.addAll(
                tx.list(
                    "select message_id, sender_device, %s as v from message where %s is not null"
                        .formatted(column, column),
                    row ->
                        local.vault().open("message." + column, messageKey(row), row.bytes("v"))));
          }
          values.addAll(
              tx.list(
                  "select lease, body from outbound_lease",
                  row ->
                      local
                          .vault()
                          .open("outbound_lease.body", row.bytes("lease"), row.bytes("body"))));
          for (String column : List.of("request", "options")) {
            values.addAll(
                tx.list(
                    "select message_id, %s as v from outbox where %s is not null"
                        .formatted(column, column),
                    row ->
                        local
                            .vault()
                            .open("outbox." + column, row.bytes("message_id"), row.bytes("v"))));
          }
          values.addAll(tx.list("select record from inbound_lease", row -> row.bytes("record")));
          values.addAll(
              tx.list(
                  "select state from log_entry where state is not null",
                  row -> row.bytes("state")));
        });
    if (values.isEmpty()) {
      throw new StoreFailure("a home without any value");
    }
    return values;
  }

  private static byte[] messageKey(Row row) {
    byte[] key = Arrays.copyOf(row.bytes("message_id"), 32);
    System.arraycopy(row.bytes("sender_device"), 0, key, 16, 16);
    return key;
  }
}

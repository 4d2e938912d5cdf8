package dev.wardroom.client.prekeys;

import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.message.OpenedMessage;
import dev.wardroom.core.message.PrekeyBinding;
import dev.wardroom.core.message.ReceiverState;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The leases under which others write to this device, and what each does to the prekey it uses.
///
/// Owns the private halves that are open in memory: they are wiped when they are destroyed, when
/// others take their place, and at close. Whoever derives keys from one forgets those first.
/// Belongs to the inbox's thread.
public final class InboundLeases implements AutoCloseable {

  /// More than an opener keeps leases ready.
  private static final int OPEN_MAX = 128;

  /// A prekey whose exchange keeps failing under good signatures is destroyed after this many
  /// times.
  private static final int FAILURES_MAX = 3;

  private final Local local;
  private final PrekeyStore store;
  private final Map<PrekeyId, ReceiverState.StoredPrekey> open =
      new LinkedHashMap<>(16, 0.75f, true);

  public InboundLeases(Local local, OwnPrekeys prekeys) {
    this.local = local;
    this.store = prekeys.store();
  }

  /// @return empty when it never was, or was destroyed
  public Optional<ReceiverState.StoredPrekey> prekey(PrekeyId id) {
    ReceiverState.StoredPrekey known = open.get(id);
    if (known != null && local.db().tx(tx -> store.isHeld(tx, id))) {
      return Optional.of(known);
    }
    if (known != null) {
      forget(id);
    }
    Optional<ReceiverState.StoredPrekey> read =
        local
            .db()
            .tx(tx -> store.find(tx, id))
            .map(held -> new ReceiverState.StoredPrekey(held.prekey(), held.kind()));
    read.ifPresent(prekey -> open.put(id, prekey));
    return read;
  }

  /// The least used private halves, when too many are open.
  public List<PrekeyId> tooMany() {
    return open.keySet().stream().limit(Math.max(0, open.size() - OPEN_MAX)).toList();
  }

  /// Wipes a private half in memory.
  public void forget(PrekeyId id) {
    ReceiverState.StoredPrekey known = open.remove(id);
    if (known != null) {
      known.prekey().close();
    }
  }

  /// Wipes all of them in memory.
  public void forgetAll() {
    open.values().forEach(each -> each.prekey().close());
    open.clear();
  }

  @Override
  public void close() {
    forgetAll();
  }

  public Optional<PrekeyBinding> binding(PrekeyId id) {
    return local.db().tx(tx -> store.binding(tx, id));
  }

  public Optional<Bytes> record(DeviceId sender, LeaseId lease) {
    return local.db().tx(tx -> store.lease(tx, lease, sender)).map(Bytes::of);
  }

  /// A message was opened and is being saved: binds its prekey, or destroys it with its one
  /// message.
  ///
  /// @return true when the private half was destroyed
  public boolean used(Tx tx, OpenedMessage opened, long now) {
    LeaseRecord record = opened.leaseRecord();
    opened.binding().ifPresent(binding -> store.bind(tx, record.prekey(), binding, now));
    if (opened.binding().isPresent() && record.kind() == LeaseKind.ONE_MESSAGE) {
      store.destroy(tx, record.prekey());
      return true;
    }
    store.saveLease(tx, record, opened.leaseRecordBytes().toArray());
    return false;
  }

  /// An exchange failed under a good signature. A standing prekey stays: it serves other senders
  /// too, and one of them must not be able to take it from them.
  ///
  /// @return true when that was once too often and the private half was destroyed
  public boolean failed(Tx tx, LeaseRecord record) {
    boolean standing =
        store
            .find(tx, record.prekey())
            .filter(held -> held.kind() == PrekeyKind.STANDING)
            .isPresent();
    if (standing) {
      return false;
    }
    boolean last = store.countFailure(tx, record.prekey()) >= FAILURES_MAX;
    if (last) {
      store.destroy(tx, record.prekey());
    }
    return last;
  }
}

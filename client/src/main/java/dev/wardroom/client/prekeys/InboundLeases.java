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
import java.util.Optional;

/// The leases under which others write to this device, and what each does to the prekey it uses.
/// Thread-safe.
public final class InboundLeases {

  /// A prekey whose exchange keeps failing under good signatures is destroyed after this many
  /// times.
  private static final int FAILURES_MAX = 3;

  private final Local local;
  private final PrekeyStore store;

  public InboundLeases(Local local, OwnPrekeys prekeys) {
    this.local = local;
    this.store = prekeys.store();
  }

  public Optional<ReceiverState.StoredPrekey> prekey(PrekeyId id) {
    return local
        .db()
        .tx(tx -> store.find(tx, id))
        .map(held -> new ReceiverState.StoredPrekey(held.prekey(), held.kind()));
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

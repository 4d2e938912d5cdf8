package dev.wardroom.client.accounts;

import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.NetworkStatements;
import dev.wardroom.client.people.PersonStore;
import dev.wardroom.client.prekeys.OwnPrekeys;
import dev.wardroom.client.store.Local;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.List;
import java.util.Optional;

/// Makes this home the device that an old device has approved.
public final class LinkedDevice {

  private final Local local;
  private final Identity identity;
  private final String name;
  private final VerifiedStatement statement;

  /// @param statement the newest one, as signed; the fingerprint came over the same channel
  public LinkedDevice(Local local, Identity identity, String name, byte[] statement)
      throws ProtocolException {
    this.local = local;
    this.identity = identity;
    this.name = name;
    this.statement =
        Registering.pinned(statement, identity.me().network(), identity.networkFingerprint());
  }

  /// Makes and saves the first prekeys.
  public List<PrekeyBatch> firstPrekeys(Hash32 listHash, long now) {
    local.db().write(tx -> new IdentityStore(local).save(tx, identity, Optional.empty()));
    return new OwnPrekeys(local, identity.me(), identity.key()).first(listHash, now);
  }

  /// The old device has published the list that names this device.
  ///
  /// @param lists the one before, and that one
  /// @throws ProtocolException when they do not hold, or this device is not in it with its key
  public void added(List<byte[]> lists, Optional<AccountKey> accountKey, long now)
      throws ProtocolException {
    Me me = identity.me();
    if (lists.size() != 2) {
      throw new ProtocolException(ProtocolError.MALFORMED, "lists of a linking");
    }
    VerifiedDeviceList before =
        VerifiedDeviceList.anchor(lists.getFirst(), me.network(), me.user());
    VerifiedDeviceList list = before.next(lists.getLast());
    if (!list.requireDevice(me.device()).key().equals(identity.key().publicKey())) {
      throw new ProtocolException(ProtocolError.WRONG_DEVICE, "another key in the device list");
    }
    IdentityStore store = new IdentityStore(local);
    PersonStore people = new PersonStore(local);
    DeviceLists pins = Registering.offlineLists(local, identity);
    local
        .db()
        .write(tx -> {
          store.save(tx, identity, accountKey);
          NetworkStatements.save(tx, statement);
          pins.pin(tx, before);
          pins.pin(tx, list);
          Registering.pinSelf(tx, people, identity, list, name);
        });
    SigningIn.complete(local, identity, now);
  }
}

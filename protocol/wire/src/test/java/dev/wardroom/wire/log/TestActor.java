package dev.wardroom.wire.log;

import static dev.wardroom.wire.Samples.DAY;
import static dev.wardroom.wire.Samples.NETWORK;
import static dev.wardroom.wire.Samples.NOW;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import java.util.List;

/// A user with one device who acts in a log.
final class TestActor {
  final UserId user;
  TestSigner root = new TestSigner();
  TestSigner deviceKey = new TestSigner();
  DeviceId device;
  VerifiedDeviceList list;

  TestActor(UserId user) throws ProtocolException {
    this.user = user;
    this.device = DeviceId.of(user.toArray());
    DeviceList first =
        new DeviceList(
            NETWORK,
            user,
            root.publicKey(),
            1,
            Hash32.ZERO,
            NOW,
            NOW + DAY,
            List.of(DeviceEntry.of(device, deviceKey.publicKey(), NOW, Suite.P521)),
            List.of());
    list = VerifiedDeviceList.first(root.signed(first.encode()), NETWORK, user);
  }

  Newcomer asNewcomer() {
    return new Newcomer(user, list.rootKeyHash());
  }

  Actor actor() {
    return Actor.of(list, device);
  }

  /// A new root key and device, vouched for by the old root or not.
  void replaceRoot(boolean vouched) throws ProtocolException {
    TestSigner nextRoot = new TestSigner();
    deviceKey = new TestSigner();
    byte[] id = device.toArray();
    id[15] ^= 0x55;
    device = DeviceId.of(id);
    DeviceList next =
        list.list()
            .replaced(
                nextRoot.publicKey(),
                NOW,
                NOW + DAY,
                List.of(DeviceEntry.of(device, deviceKey.publicKey(), NOW, Suite.P521)));
    byte[] body = next.encode();
    list = list.next(vouched ? nextRoot.signedReplacing(body, root) : nextRoot.signed(body));
    root = nextRoot;
  }

  VerifiedLogEntry sign(LogEntry entry) throws ProtocolException {
    return VerifiedLogEntry.verify(deviceKey.signed(entry.encode()), list);
  }

  /// Proposes, signs and applies.
  ConversationState act(ConversationState state, LogAction action) throws ProtocolException {
    return act(state, action, Statements.none());
  }

  ConversationState act(ConversationState state, LogAction action, Statements statements)
      throws ProtocolException {
    LogEntry entry = state.propose(actor(), NOW, action, statements);
    return state.apply(sign(entry), statements);
  }

  VerifiedLogEntry firstEntry(LogAction.Create create, Statements statements)
      throws ProtocolException {
    return sign(ConversationState.proposeFirst(NETWORK, actor(), NOW, create, statements));
  }
}

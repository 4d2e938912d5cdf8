package dev.wardroom.client.accounts;

import dev.wardroom.client.connection.SessionProof;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.text.SessionChallenge;
import java.util.function.Supplier;

/// This device: who it is, and its key.
///
/// @param networkFingerprint of the owner key that the invitation named
public record Identity(Me me, DeviceKey key, Hash32 networkFingerprint) {

  /// Signs this device in.
  ///
  /// @param listHash the newest own list that this home has pinned
  public SessionProof proof(Supplier<Hash32> listHash) {
    return new SessionProof() {
      @Override
      public byte[] deviceId() {
        return me.device().toArray();
      }

      @Override
      public byte[] sign(String host, byte[] clientNonce, byte[] serverNonce, long time) {
        SessionChallenge challenge =
            new SessionChallenge(
                me.network(),
                host,
                me.user(),
                me.device(),
                listHash.get(),
                Bytes.of(clientNonce),
                Bytes.of(serverNonce),
                time);
        return key.sign(challenge).encode();
      }
    };
  }

  /// The hash of the newest own list.
  public static Supplier<Hash32> listHash(DeviceLists lists, Me me) {
    return () -> lists.known(me.user()).orElseThrow().hash();
  }
}

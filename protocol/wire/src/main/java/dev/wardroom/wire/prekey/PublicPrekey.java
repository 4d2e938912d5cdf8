package dev.wardroom.wire.prekey;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;

/// The public half of a prekey.
///
/// @param encapsulationKey ML-KEM-1024, 1,568 bytes; empty in suite 1
public record PublicPrekey(P521PublicKey agreementKey, Bytes encapsulationKey) {
  public PublicPrekey {
    if (encapsulationKey.length() != 0
        && encapsulationKey.length() != MlKem1024.ENCAPSULATION_KEY_LENGTH) {
      throw new IllegalArgumentException("an encapsulation key is 1,568 bytes or absent");
    }
  }

  /// Throws KEY_INVALID.
  public static PublicPrekey fromWire(byte[] agreementKey, byte[] encapsulationKey)
      throws ProtocolException {
    if (encapsulationKey.length != 0) {
      MlKem1024.checkEncapsulationKey(encapsulationKey);
    }
    return new PublicPrekey(P521PublicKey.fromWire(agreementKey), Bytes.of(encapsulationKey));
  }

  /// A leaf of the batch's tree: covers batch number, place and both keys.
  public Hash32 leaf(PrekeyId id) {
    return leafOf(id, agreementKey.bytes(), encapsulationKey);
  }

  /// The leaf of keys that were not validated yet: a server that only compares the root needs no
  /// curve arithmetic for each of 10,000 keys; whoever encrypts to a key validates it.
  public static Hash32 leafOf(PrekeyId id, Bytes agreementKey, Bytes encapsulationKey) {
    CanonicalWriter writer = new CanonicalWriter(1760).label(Labels.PREKEY_LEAF);
    id.write(writer);
    writer.fixed(agreementKey).variable(encapsulationKey);
    return Hash32.cut(writer.toArray());
  }

  /// Throws UNSUPPORTED_SUITE unless the keys are those of the suite.
  void checkSuite(Suite suite) throws ProtocolException {
    if ((encapsulationKey.length() != 0) != suite.isPostQuantum()) {
      throw new ProtocolException(ProtocolError.UNSUPPORTED_SUITE, "prekey of another suite");
    }
  }
}

package dev.wardroom.core.lease;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Labels;

/// The pre-shared key of one lease and device in suite 2, from the ML-KEM secret; the same on both
/// sides.
///
/// ```
/// psk    = HKDF(secret, label "wardroom/1 psk" || SHA-512(ek) || u32 length || record, 64)
/// psk id = label "wardroom/1 lease" || SHA-512(u32 length || ek || u32 length || record)
/// ```
///
/// The encapsulation key is bound because ML-KEM alone does not bind it in every form of key
/// (Cremers, Dax, Medinger, "Keeping Up with the KEMs", 2024).
final class LeasePsk {
  private static final int LENGTH = 64;

  private LeasePsk() {}

  static Hpke.Psk derive(Hpke hpke, SecretBytes kemSecret, Bytes encapsulationKey, Bytes record) {
    byte[] keyHash = Digest64.of(encapsulationKey.unsafeArray()).toArray();
    byte[] info = CanonicalWriter.labelled(Labels.PSK).fixed(keyHash).variable(record).toArray();
    byte[] psk = new Hkdf().derive(kemSecret.read(SecretAccess.granted()), info, LENGTH);
    byte[] idInput = new CanonicalWriter().variable(encapsulationKey).variable(record).toArray();
    byte[] id =
        CanonicalWriter.labelled(Labels.PSK_ID).fixed(Digest64.of(idInput).bytes()).toArray();
    return hpke.psk(SecretBytes.wrap(psk), id);
  }
}

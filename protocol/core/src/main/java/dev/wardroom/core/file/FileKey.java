package dev.wardroom.core.file;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.NetworkId;

/// `file key = HKDF(secret, label "wardroom/1 file" || network || file id || u32 segment size,
/// 32)`; nonce = 7 zero bytes || u32 segment || u8 last (0, 1); associated data = file id. The
/// shape is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): no segment can be moved, and
/// the end cannot be cut.
final class FileKey {
  private FileKey() {}

  static SecretBytes derive(NetworkId network, FileId id, SecretBytes secret) {
    byte[] info =
        CanonicalWriter.labelled(Labels.FILE)
            .fixed(network.bytes())
            .fixed(id.bytes())
            .u32(FileLayout.SEGMENT_SIZE)
            .toArray();
    return SecretBytes.wrap(
        new Hkdf().derive(secret.read(SecretAccess.granted()), info, AesGcm.KEY_LENGTH));
  }

  static byte[] nonce(int segment, boolean last) {
    byte[] nonce = new byte[AesGcm.NONCE_LENGTH];
    for (int i = 0; i < 4; i++) {
      nonce[7 + i] = (byte) (segment >>> (8 * (3 - i)));
    }
    nonce[11] = (byte) (last ? 1 : 0);
    return nonce;
  }
}

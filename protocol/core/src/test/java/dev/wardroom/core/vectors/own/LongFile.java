package dev.wardroom.core.vectors.own;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.file.FileDescription;
import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.file.FileOpener;
import dev.wardroom.core.file.FileSealer;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.NetworkId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A file of several segments, too long to stand in a vector: its byte i is (31 i + 7) modulo 251.
/// What happens to its ciphertext is named; then it is opened by the description.
final class LongFile {
  private LongFile() {}

  static Map<String, String> open(Fields input) throws ProtocolException {
    NetworkId network = ObjectOperations.network(input);
    FileId id = FileId.fromWire(input.hex("file"));
    long size = input.number("size");
    List<byte[]> sealed;
    FileDescription description;
    try (SecretBytes secret = input.secret("secret");
        FileSealer sealer = new FileSealer(network, id, secret, size)) {
      sealed = sealed(sealer, size, 0);
      description = sealer.finish();
      sealed = changed(input.text("change"), sealed, network, id, secret, size);
    }
    try (FileOpener opener = new FileOpener(description)) {
      long opened = 0;
      byte[] target = new byte[FileLayout.SEGMENT_SIZE];
      for (int segment = 0; segment < sealed.size(); segment++) {
        byte[] bytes = sealed.get(segment);
        opened += opener.open(segment, bytes, bytes.length, target);
      }
      opener.finish();
      return Map.of(
          "size", Long.toString(opened),
          "segments", Integer.toString(sealed.size()),
          "sealedSize", Long.toString(description.layout().sealedSize()),
          "segmentsHash", description.segmentsHash().toString());
    }
  }

  private static List<byte[]> sealed(FileSealer sealer, long size, int shift)
      throws ProtocolException {
    List<byte[]> all = new ArrayList<>();
    for (int segment = 0; segment < sealer.layout().segments(); segment++) {
      byte[] plain = new byte[FileLayout.SEGMENT_SIZE];
      for (int i = 0; i < plain.length; i++) {
        long at = (long) segment * FileLayout.SEGMENT_SIZE + i;
        plain[i] = at < size ? (byte) ((31 * at + 7 + shift) % 251) : 0;
      }
      byte[] target = new byte[FileLayout.SEALED_SEGMENT_SIZE];
      int length = sealer.seal(segment, plain, target);
      all.add(Arrays.copyOf(target, length));
    }
    return all;
  }

  private static List<byte[]> changed(
      String change,
      List<byte[]> sealed,
      NetworkId network,
      FileId id,
      SecretBytes secret,
      long size)
      throws ProtocolException {
    List<byte[]> all = new ArrayList<>(sealed);
    switch (change) {
      case "none" -> {}
      case "cut at the last segment's border" -> all.removeLast();
      case "extended by its last segment" -> all.add(all.getLast());
      case "first two segments swapped" -> Collections.swap(all, 0, 1);
      case "a bit of the last segment" -> all.getLast()[0] ^= 1;
      case "shorter file of the same secret" ->
          all = again(network, id, secret, size - FileLayout.SEGMENT_SIZE, 0);
      case "re-encrypted by a member" -> all = again(network, id, secret, size, 1);
      default -> throw new IllegalStateException("no change " + change);
    }
    return all;
  }

  private static List<byte[]> again(
      NetworkId network, FileId id, SecretBytes secret, long size, int shift)
      throws ProtocolException {
    try (FileSealer sealer = new FileSealer(network, id, secret, size)) {
      return sealed(sealer, size, shift);
    }
  }
}

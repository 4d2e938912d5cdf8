package dev.wardroom.server.files.blobs;

import java.util.HexFormat;
import java.util.Optional;

/// Names one blob: the network's id and the file's id, 16 bytes each, as lower-case hexadecimal.
///
/// Hexadecimal strings and not bytes, because a name only ever becomes a path or an object key.
public record BlobName(String network, String file) {
  private static final int ID_BYTES = 16;
  private static final int ID_LETTERS = 2 * ID_BYTES;

  /// @throws IllegalArgumentException when either is not 32 lower-case hexadecimal letters
  public BlobName {
    if (!isId(network) || !isId(file)) {
      throw new IllegalArgumentException("a blob name is two ids in hexadecimal");
    }
  }

  /// Both ids are 16 bytes.
  public static BlobName of(byte[] network, byte[] file) {
    HexFormat hex = HexFormat.of();
    return new BlobName(hex.formatHex(network), hex.formatHex(file));
  }

  /// The reverse of [#flat]; empty for anything that this class did not print.
  public static Optional<BlobName> parse(String flat) {
    if (flat.length() != 2 * ID_LETTERS + 1 || flat.charAt(ID_LETTERS) != '-') {
      return Optional.empty();
    }
    String network = flat.substring(0, ID_LETTERS);
    String file = flat.substring(ID_LETTERS + 1);
    return isId(network) && isId(file)
        ? Optional.of(new BlobName(network, file))
        : Optional.empty();
  }

  public byte[] networkBytes() {
    return HexFormat.of().parseHex(network);
  }

  public byte[] fileBytes() {
    return HexFormat.of().parseHex(file);
  }

  /// One path segment.
  public String flat() {
    return network + "-" + file;
  }

  /// Two levels of folders, 65,536 in all, by the last bytes of the file's id.
  String outer() {
    return file.substring(ID_LETTERS - 2);
  }

  String inner() {
    return file.substring(ID_LETTERS - 4, ID_LETTERS - 2);
  }

  /// The path of a blob below the folder that holds many.
  public String path() {
    return outer() + "/" + inner() + "/" + flat();
  }

  private static boolean isId(String text) {
    return text.length() == ID_LETTERS
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}

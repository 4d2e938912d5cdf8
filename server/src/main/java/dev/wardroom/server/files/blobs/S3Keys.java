package dev.wardroom.server.files.blobs;

import java.util.Optional;

/// Object keys in the bucket. Immutable.
record S3Keys(String bucket, String prefix) {
  String blobs() {
    return under("blobs/");
  }

  String blob(BlobName name) {
    return blobs() + name.flat();
  }

  String tails() {
    return under("tails/");
  }

  String tails(BlobName name) {
    return tails() + name.flat() + "/";
  }

  String tail(BlobName name, int part) {
    return tails(name) + part;
  }

  String owner() {
    return under("owner");
  }

  String probe() {
    return under("doctor-probe");
  }

  /// The blob that an object under `blobs/` or `tails/` belongs to.
  Optional<BlobName> nameOf(String key) {
    String rest = key;
    if (key.startsWith(blobs())) {
      rest = key.substring(blobs().length());
    } else if (key.startsWith(tails())) {
      rest = key.substring(tails().length());
    }
    int slash = rest.indexOf('/');
    return BlobName.parse(slash < 0 ? rest : rest.substring(0, slash));
  }

  private String under(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }
}

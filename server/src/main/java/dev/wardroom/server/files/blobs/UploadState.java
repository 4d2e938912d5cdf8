package dev.wardroom.server.files.blobs;

/// How far an upload has come.
///
/// @param offset durable bytes
/// @param token what the store needs to go on (S3: its upload id), at most 1,024 letters; empty for
///   the folder
public record UploadState(long offset, String token) {
  public static final UploadState NONE = new UploadState(0, "");

  UploadState at(long newOffset) {
    return new UploadState(newOffset, token);
  }
}

package dev.wardroom.server.files;

import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.UploadState;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file's row.
///
/// @param conversation absent for the owner's own devices only
/// @param size declared bytes
/// @param received durable bytes
/// @param uploadToken null before the first byte
/// @param keepMillis from completion on
/// @param expiresAt milliseconds since epoch
record StoredFile(
    BlobName name,
    UserId ownerUser,
    DeviceId ownerDevice,
    Optional<ConversationId> conversation,
    long size,
    long received,
    @Nullable String uploadToken,
    boolean complete,
    long keepMillis,
    long expiresAt) {

  boolean isUploadedBy(SignedInDevice device) {
    return ownerDevice.equals(device.device());
  }

  boolean belongsTo(SignedInDevice device) {
    return ownerUser.equals(device.user());
  }

  UploadState state() {
    return uploadToken == null ? UploadState.NONE : new UploadState(received, uploadToken);
  }

  /// The same upload asked for again, after an answer that was lost.
  boolean isSameUploadAs(StoredFile other) {
    return ownerDevice.equals(other.ownerDevice)
        && conversation.equals(other.conversation)
        && size == other.size;
  }
}

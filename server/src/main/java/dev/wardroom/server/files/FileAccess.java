package dev.wardroom.server.files;

import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.ConversationId;

/// Who may read a conversation. Conversations answers it and app plugs it in.
@FunctionalInterface
public interface FileAccess {

  /// Whether this device's user is a member of the conversation now.
  boolean isMember(Tx tx, SignedInDevice device, ConversationId conversation);
}

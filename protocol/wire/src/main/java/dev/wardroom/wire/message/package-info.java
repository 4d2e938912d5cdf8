/// What of a message is not secret: header, audience, digest, exchange info, padding. Bytes:
/// docs/protocol.md, "A message".
@NullMarked
package dev.wardroom.wire.message;

import org.jspecify.annotations.NullMarked;

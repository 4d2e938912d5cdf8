/// Sealing and opening of messages. Received bytes become
/// [dev.wardroom.core.message.VerifiedMessage] only through
/// [dev.wardroom.core.message.MessageOpener], whose checks docs/checks.md numbers.
@NullMarked
package dev.wardroom.core.message;

import org.jspecify.annotations.NullMarked;

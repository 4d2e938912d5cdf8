/// A claimed prekey from both sides: the sender's psk and record per device, the receiver's private
/// key and psk.
@NullMarked
package dev.wardroom.core.lease;

import org.jspecify.annotations.NullMarked;

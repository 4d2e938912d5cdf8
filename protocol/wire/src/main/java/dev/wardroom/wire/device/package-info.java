/// Device lists: what a user's root key says about the user's devices, and the chain of versions. A
/// verified list is another type than a received one.
@NullMarked
package dev.wardroom.wire.device;

import org.jspecify.annotations.NullMarked;

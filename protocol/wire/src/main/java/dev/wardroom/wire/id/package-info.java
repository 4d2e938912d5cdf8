/// Identifiers as values: each is a record over fixed-length bytes, so that one kind is never
/// passed for another. Random ids are drawn by the caller; nothing here draws randomness.
@NullMarked
package dev.wardroom.wire.id;

import org.jspecify.annotations.NullMarked;

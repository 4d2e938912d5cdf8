/// The channel over which an old device approves a new one, and history moves.
@NullMarked
package dev.wardroom.core.link;

import org.jspecify.annotations.NullMarked;

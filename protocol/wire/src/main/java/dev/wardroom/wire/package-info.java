/// Under construction.
@NullMarked
package dev.wardroom.wire;

import org.jspecify.annotations.NullMarked;

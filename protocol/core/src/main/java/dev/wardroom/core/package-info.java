/// Under construction.
@NullMarked
package dev.wardroom.core;

import org.jspecify.annotations.NullMarked;

/// Under construction.
@NullMarked
package dev.wardroom.cli;

import org.jspecify.annotations.NullMarked;

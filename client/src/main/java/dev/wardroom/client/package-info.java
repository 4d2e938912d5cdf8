/// Under construction.
@NullMarked
package dev.wardroom.client;

import org.jspecify.annotations.NullMarked;

/// Under construction.
@NullMarked
package dev.wardroom.server.app;

import org.jspecify.annotations.NullMarked;

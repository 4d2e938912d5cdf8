/// Tests of crash.
@NullMarked
package dev.wardroom.e2e.crash;

import org.jspecify.annotations.NullMarked;

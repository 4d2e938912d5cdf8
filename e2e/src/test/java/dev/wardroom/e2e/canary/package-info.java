/// Tests of canary.
@NullMarked
package dev.wardroom.e2e.canary;

import org.jspecify.annotations.NullMarked;

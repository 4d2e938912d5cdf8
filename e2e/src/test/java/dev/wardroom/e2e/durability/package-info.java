/// Tests of durability.
@NullMarked
package dev.wardroom.e2e.durability;

import org.jspecify.annotations.NullMarked;

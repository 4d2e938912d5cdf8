/// Tests of points.
@NullMarked
package dev.wardroom.e2e.points;

import org.jspecify.annotations.NullMarked;

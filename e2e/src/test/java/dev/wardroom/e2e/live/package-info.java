/// What real engines do against a server that is hostile, broken or restored.
@NullMarked
package dev.wardroom.e2e.live;

import org.jspecify.annotations.NullMarked;

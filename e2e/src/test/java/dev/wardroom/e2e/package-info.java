/// The harness's own quick tests, and the slow ones that run the whole product.
@NullMarked
package dev.wardroom.e2e;

import org.jspecify.annotations.NullMarked;

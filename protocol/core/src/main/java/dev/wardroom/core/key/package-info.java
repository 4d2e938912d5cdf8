/// Private keys with what each may sign, and prekeys. A key signs typed objects only, so that no
/// caller chooses the signed bytes.
@NullMarked
package dev.wardroom.core.key;

import org.jspecify.annotations.NullMarked;

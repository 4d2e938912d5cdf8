/// P-521 public keys and ECDSA signatures: point validation, low-s rule, and the one place that
/// chooses the JCA provider.
@NullMarked
package dev.wardroom.wire.key;

import org.jspecify.annotations.NullMarked;

/// Prekey batches with their Merkle tree, lease records and the two suites. Public halves only.
@NullMarked
package dev.wardroom.wire.prekey;

import org.jspecify.annotations.NullMarked;

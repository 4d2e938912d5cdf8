/// Network statements: what the network's owner keys say about retention, suites and federation,
/// and the chain of versions.
@NullMarked
package dev.wardroom.wire.network;

import org.jspecify.annotations.NullMarked;

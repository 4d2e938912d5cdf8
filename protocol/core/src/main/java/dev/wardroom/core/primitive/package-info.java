/// Compositions of JCA primitives that the protocol uses, and nothing else: RFC 5869, RFC 9180
/// single-shot base and psk, FIPS 203 keys from seeds, RFC 9106. Stateful classes belong to one
/// thread.
@NullMarked
package dev.wardroom.core.primitive;

import org.jspecify.annotations.NullMarked;

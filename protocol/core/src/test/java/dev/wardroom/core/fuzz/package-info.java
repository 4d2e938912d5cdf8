/// Mutation fuzzing of every decoder of objects that come from outside. Seeds are the cases of
/// `vectors/`. Two properties: what parses prints the same bytes, and nothing but
/// `ProtocolException` escapes. Mutations are random, not guided by coverage.
@NullMarked
package dev.wardroom.core.fuzz;

import org.jspecify.annotations.NullMarked;

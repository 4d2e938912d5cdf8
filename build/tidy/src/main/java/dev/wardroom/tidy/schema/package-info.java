/// Rules about the schema: it explains itself, and a released version of it stays readable.
///
/// [SchemaChange] compares two file descriptor sets. What was released may only grow: numbers,
/// types and names stay, a removed field is reserved, and nobody loses the right to call a method.
@NullMarked
package dev.wardroom.tidy.schema;

import org.jspecify.annotations.NullMarked;

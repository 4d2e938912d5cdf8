/// Rules about Java sources, on the compiler's own syntax trees ([ParsedJava]): nothing is guessed
/// from the look of a line.
@NullMarked
package dev.wardroom.tidy.java;

import org.jspecify.annotations.NullMarked;

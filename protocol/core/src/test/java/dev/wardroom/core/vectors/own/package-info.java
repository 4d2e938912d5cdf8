/// The project's own vectors in `vectors/`: their generator, and what runs them. `Operations` is
/// the only place that calls the protocol, so that generator and runner cannot disagree on the
/// meaning of a field. Format: vectors/README.md.
@NullMarked
package dev.wardroom.core.vectors.own;

import org.jspecify.annotations.NullMarked;

/// Forms for people: invitation links, fingerprints, safety numbers, session challenges.
@NullMarked
package dev.wardroom.wire.text;

import org.jspecify.annotations.NullMarked;

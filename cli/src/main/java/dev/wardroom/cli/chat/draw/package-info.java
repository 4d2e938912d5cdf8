/// The terminal messenger's pictures: pure functions from the state of the chat to a screen of
/// styled lines.
///
/// Nothing here reads a clock, a terminal or a store; what is drawn depends on the arguments alone,
/// so that golden screens can be compared in tests. All classes are immutable.
@NullMarked
package dev.wardroom.cli.chat.draw;

import org.jspecify.annotations.NullMarked;

/// What the terminal messenger knows and shows, and what it is asked to do: immutable values.
///
/// [dev.wardroom.cli.chat.state.ChatState] is everything a screen is drawn from; a
/// [Step][dev.wardroom.cli.chat.state.Step] is the next state with the
/// [effects][dev.wardroom.cli.chat.state.Effect] that the loop performs against the engine.
@NullMarked
package dev.wardroom.cli.chat.state;

import org.jspecify.annotations.NullMarked;

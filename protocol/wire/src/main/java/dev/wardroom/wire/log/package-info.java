/// A conversation's log of signed entries and the state that it adds up to.
/// [dev.wardroom.wire.log.ConversationState] is the only place that says who may do what; server
/// and clients run the same code.
@NullMarked
package dev.wardroom.wire.log;

import org.jspecify.annotations.NullMarked;

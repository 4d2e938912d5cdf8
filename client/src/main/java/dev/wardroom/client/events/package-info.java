/// What changes, told to whoever looks. Publishing never waits: a stream that is not read loses its
/// oldest events and is told so by one `Resync`.
@NullMarked
package dev.wardroom.client.events;

import org.jspecify.annotations.NullMarked;

/// Commands about conversations: rooms and their members, timers, titles, and what the own devices
/// keep about them.
@NullMarked
package dev.wardroom.cli.commands.rooms;

import org.jspecify.annotations.NullMarked;

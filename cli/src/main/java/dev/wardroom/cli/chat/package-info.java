/// The terminal messenger.
@NullMarked
package dev.wardroom.cli.chat;

import org.jspecify.annotations.NullMarked;

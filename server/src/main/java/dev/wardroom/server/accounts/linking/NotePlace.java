package dev.wardroom.server.accounts.linking;

import dev.wardroom.wire.Bytes;

/// Where a note lies.
///
/// @param side 0 for the device that shows the code, 1 for the other
/// @param number from 0
record NotePlace(Bytes channel, int side, int number) {}

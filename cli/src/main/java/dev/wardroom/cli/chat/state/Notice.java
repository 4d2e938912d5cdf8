package dev.wardroom.cli.chat.state;

import dev.wardroom.cli.text.Ink;
import java.time.Instant;

/// A line shown above the composer for a while.
///
/// @param until when it goes; `Instant.MAX` for one that stays until Escape
public record Notice(String text, Ink ink, Instant until) {}

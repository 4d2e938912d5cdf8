/// Commands about messages: writing, changing, reading, searching, files and export.
///
/// Whatever sends waits until the server has it on disk
/// ([dev.wardroom.cli.commands.messages.Sent]); when the server cannot be reached the message stays
/// saved, is sent later by itself, and the failure names its id.
@NullMarked
package dev.wardroom.cli.commands.messages;

import org.jspecify.annotations.NullMarked;

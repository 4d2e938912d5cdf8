/// From keys to what the person wants: all of it pure functions, the loop around them does the
/// rest.
///
/// [dev.wardroom.cli.chat.input.KeyDecoder] turns the terminal's characters into
/// [keys][dev.wardroom.cli.chat.input.Key]; [dev.wardroom.cli.chat.input.Composer] is the text
/// being written; [dev.wardroom.cli.chat.input.Completion] offers names, commands, emoji and paths;
/// [dev.wardroom.cli.chat.input.SlashCommand] lists the commands. All classes are immutable.
@NullMarked
package dev.wardroom.cli.chat.input;

import org.jspecify.annotations.NullMarked;

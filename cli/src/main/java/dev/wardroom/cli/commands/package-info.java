/// What all commands share: how they reach the engine, the home folder's options, secrets, failures
/// and help.
///
/// ```
/// commands
/// ├─ account    register, login, profile, password, recovery, status, invite, invitations, people, block, verify
/// ├─ rooms      rooms …, pin, mute, typing
/// ├─ messages   send, reply, react, edit, recall, delete, star, read, listen, history, search, files, export
/// └─ devices    devices …, link …
/// ```
///
/// A command is a picocli class made by [dev.wardroom.cli.commands.CommandTree]'s factory, which
/// hands it the [dev.wardroom.cli.commands.Shell]; it keeps no state between calls and runs on one
/// thread.
@NullMarked
package dev.wardroom.cli.commands;

import org.jspecify.annotations.NullMarked;

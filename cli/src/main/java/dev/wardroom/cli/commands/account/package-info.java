/// Commands about accounts and people: registering, signing in, inviting, names, passwords, safety
/// numbers, status.
///
/// Passwords come from a file or a prompt ([dev.wardroom.cli.commands.Secrets]) and are wiped after
/// use.
@NullMarked
package dev.wardroom.cli.commands.account;

import org.jspecify.annotations.NullMarked;

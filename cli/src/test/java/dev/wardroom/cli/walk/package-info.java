/// The command against a real server: what the README says is typed and looked at.
@NullMarked
package dev.wardroom.cli.walk;

import org.jspecify.annotations.NullMarked;

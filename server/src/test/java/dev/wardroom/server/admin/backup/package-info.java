/// Backups of each engine, restored into each.
@NullMarked
package dev.wardroom.server.admin.backup;

import org.jspecify.annotations.NullMarked;

/// The commands that an administrator of the machine gives over the local socket. Rooms register
/// them while the server is wired; `server.admin` runs them. They live here so that every room can.
///
/// Who can open the socket (mode 0600 in the data folder) may do everything; a room that changes
/// accounts notes what was done in its audit log, as done locally.
@NullMarked
package dev.wardroom.server.kernel.admin;

import org.jspecify.annotations.NullMarked;

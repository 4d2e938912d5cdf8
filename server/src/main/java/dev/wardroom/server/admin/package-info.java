/// The administrator's door on the machine itself, and `wardroom doctor`.
///
/// ```
/// wardroom admin network list          AdminMain ── admin.sock ── AdminDoor ── AdminCommands
///   → {"command":["network","list"]}
///   ← {"text":"…","json":{…}}           a line of the result, any number
///   ← {"progress":"files","done":3,"total":9}
///   ← {"done":true}                     or {"refused":"…","reason":"REASON_…"}
/// wardroom doctor                      DoctorMain ── Checkup: looks at the machine, changes nothing
/// ```
///
/// The socket lies in the data folder with mode 0600: who may open it may do everything. One line
/// in is at most 64 KiB; at most 8 administrators are served at once.
@NullMarked
package dev.wardroom.server.admin;

import org.jspecify.annotations.NullMarked;

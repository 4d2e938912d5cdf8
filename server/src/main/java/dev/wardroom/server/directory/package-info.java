/// People, their devices and signed device lists, inside their network.
///
/// ```
/// person        network, user → user name, name, role, suspended, newest list version, root key hash
/// person_word   network, folded word, user: what the search looks through
/// device        network, device → user, name, added, seen (by the day), removed; batch numbers
/// device_list   network, user, version → bytes as signed, every version
/// ```
///
/// Invariants: a list is kept only when wire says that it follows the newest one (checked outside
/// the transaction, and that it is still the newest inside). List, devices, prekeys of the added
/// and of the removed devices, sessions and the audiences of conversations change in one
/// transaction: the rooms that own the latter listen to [dev.wardroom.server.directory.ListChanged]
/// within it. A device id never returns. User names are unique in the installation; nothing else
/// crosses networks.
///
/// Prekeys lie in the package below, `directory.prekeys`.
///
/// Threads: stateless services over the database, thread-safe. Failure: a list that somebody else's
/// overtook is an outcome ([dev.wardroom.server.directory.ListOutcome]); one that does not hold is
/// refused as not authentic; people of other networks are "not there".
@NullMarked
package dev.wardroom.server.directory;

import org.jspecify.annotations.NullMarked;

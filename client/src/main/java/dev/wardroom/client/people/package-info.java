/// People and their devices as this home knows them: names from the directory, signed device lists,
/// network statements.
///
/// ```
/// DeviceLists         fetch, verify, pin: the newest list per user, older ones by hash
/// NetworkStatements   the pinned chain of the network's statements
/// People              names, safety state, block list
/// ```
///
/// Invariants: a list or statement is kept only after its signature and its place in the chain were
/// checked; the pin only moves forward; a changed root key is remembered until the person accepts
/// it by comparing the safety number again.
@NullMarked
package dev.wardroom.client.people;

import org.jspecify.annotations.NullMarked;

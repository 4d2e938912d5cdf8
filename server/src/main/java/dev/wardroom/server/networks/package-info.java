/// Networks, their policies, invitations and signed statements.
///
/// One server holds many networks and nothing crosses between them: the network id is the first
/// column of every key. The id is random; the network *key* is made by the owner's first device and
/// is known here only through the signed statements.
///
/// ```
/// network             id → name, policy
/// invitation          network, id → hash of the secret, for whom, role, life; used once or revoked
/// network_statement   network, version → bytes as signed, chained from 1
/// ```
///
/// Invariants: the first start makes one network and one owner invitation, never again. An
/// invitation's secret is never stored. It makes one account:
/// [dev.wardroom.server.networks.Invitations#use] touches one row or refuses. Statements follow
/// each other by `wire.network`'s rules; nothing unsigned is handed out.
///
/// Threads: stateless services over the database, thread-safe. Failure: wrong, used, revoked and
/// ended secrets are refused with one and the same answer.
@NullMarked
package dev.wardroom.server.networks;

import org.jspecify.annotations.NullMarked;

/// How messages go out.
///
/// ```
/// Outbox       saved first, then sent in order within each conversation, again and again if need be
/// Sending      one message: audience, leases, sealing, outcomes
/// Withdrawals  recalled messages that the server is still to delete
/// Audiences    who must be encrypted to, from signed state only
/// OwnPlaces    what the server confirmed, so that it cannot take it back unseen
/// ```
///
/// Invariants: a message is saved before it is sealed, and its sealed bytes before they leave; the
/// same bytes are repeated after a crash; the server's answer is adopted, so that a message is
/// accepted once.
@NullMarked
package dev.wardroom.client.outbox;

import org.jspecify.annotations.NullMarked;

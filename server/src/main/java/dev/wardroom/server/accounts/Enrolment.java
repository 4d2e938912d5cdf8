package dev.wardroom.server.accounts;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// Somebody who proved a password or a ticket and may add one device.
///
/// @param recovered by a ticket: the password is set anew with the device, and the root key may
///   change
record Enrolment(Hash32 tokenHash, NetworkId network, UserId user, boolean recovered) {}

package dev.wardroom.server.directory;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// An administrator suspended a person, or ended the suspension. Published in the transaction.
public record PersonSuspended(NetworkId network, UserId user, boolean suspended)
    implements Events.Event {}

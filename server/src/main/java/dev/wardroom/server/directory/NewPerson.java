package dev.wardroom.server.directory;

import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// An account about to be made, nothing checked.
///
/// @param listSigned version 1 of the device list, naming the device
public record NewPerson(
    NetworkId network,
    UserId user,
    String username,
    String name,
    Role role,
    byte[] listSigned,
    NewDevice device) {}

package dev.wardroom.server.directory;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.List;

/// A person as the newest device list has them, from what is kept beside the signed bytes: cheap
/// enough for hundreds of people in one transaction.
///
/// @param hashBefore hash of the version before; zero for version 1
/// @param listedAt milliseconds since epoch at which the newest version was taken
/// @param devices live ones, by rising id
public record ListedPerson(
    UserId user,
    long version,
    Hash32 hash,
    Hash32 hashBefore,
    long listedAt,
    Hash32 rootKeyHash,
    boolean suspended,
    List<DeviceId> devices) {}

package dev.wardroom.client.view;

import java.time.Instant;
import java.util.Optional;

/// A device of the own person.
///
/// @param name what the server notes beside the signed list
/// @param current the device that this home is
/// @param seenAt day precision, absent when unknown
public record DeviceView(
    DeviceRef device, String name, boolean current, Instant addedAt, Optional<Instant> seenAt) {}

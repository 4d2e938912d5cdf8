package dev.wardroom.server.directory.prekeys;

/// The stock of one device.
///
/// @param highestBatch of both kinds, or 0
/// @param standingNotAfter end of the newest good standing prekey, or 0
/// @param claimedLastHour of those batches that are still here
public record PrekeyStatus(
    long oneTimeLeft, long highestBatch, long standingNotAfter, long claimedLastHour) {}

package dev.wardroom.wire.log;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.message.LogHead;

/// A log entry whose signature was checked (checks L-01 to L-04). Whether its actor may do what it
/// does is decided by [ConversationState#apply]. Immutable.
public final class VerifiedLogEntry {
  private final LogEntry entry;
  private final SignedBytes signed;
  private final Actor actor;
  private final LogHead head;

  private VerifiedLogEntry(LogEntry entry, SignedBytes signed, Actor actor) {
    this.entry = entry;
    this.signed = signed;
    this.actor = actor;
    this.head = entry.head();
  }

  /// Parses without verifying, to learn whose device list is needed.
  public static LogEntry unverified(byte[] signedEntry) throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedEntry, WireLimits.LOG_ENTRY_BYTES_MAX);
    return LogEntry.decode(signed.body().unsafeArray());
  }

  /// Throws LIST_EXPIRED when that list was over at the entry's time (L-13).
  ///
  /// @param actorList the version of the actor's list that the entry names, else LIST_UNKNOWN. A
  ///   server also requires of a new entry that it is the newest one; a client asks
  ///   [#checkActorNow]
  public static VerifiedLogEntry verify(byte[] signedEntry, VerifiedDeviceList actorList)
      throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedEntry, WireLimits.LOG_ENTRY_BYTES_MAX);
    LogEntry entry = LogEntry.decode(signed.body().unsafeArray());
    if (!entry.network().equals(actorList.network())) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "log entry");
    }
    if (!entry.actorUser().equals(actorList.user())) {
      throw new ProtocolException(ProtocolError.WRONG_USER, "log entry");
    }
    if (!entry.actorListHash().equals(actorList.hash())) {
      throw new ProtocolException(ProtocolError.LIST_UNKNOWN, "log entry");
    }
    signed.checkOnly(actorList.requireDevice(entry.actorDevice()).key());
    if (actorList.list().isExpired(entry.time())) {
      throw new ProtocolException(ProtocolError.LIST_EXPIRED, "log entry");
    }
    return new VerifiedLogEntry(entry, signed, Actor.of(actorList, entry.actorDevice()));
  }

  /// L-14, for an entry that a client did not hold yet. The list that an entry names may be an old
  /// one: an honest server took the entry while it was the newest, and whoever was away reads it
  /// later. So a device that was removed since is believed only for what it can have done before,
  /// and that is shown; whoever has the key of a removed device can write nothing new. Throws
  /// DEVICE_REMOVED.
  ///
  /// @param newest the actor's newest list, just asked for
  /// @param removedAt issued-at of the first list without the device; of no meaning while it is
  ///   live
  /// @param heldUntil newest sent-at of the conversation's messages that are held, 0 = none: what
  ///   was appended before the removal would have come before them
  public void checkActorNow(VerifiedDeviceList newest, long removedAt, long heldUntil)
      throws ProtocolException {
    if (newest.list().device(entry.actorDevice()).isPresent()) {
      return;
    }
    long last = removedAt + WireLimits.REMOVAL_GRACE_MILLIS;
    if (entry.time() > last || heldUntil > last) {
      throw new ProtocolException(ProtocolError.DEVICE_REMOVED, "log entry");
    }
  }

  public LogEntry entry() {
    return entry;
  }

  public Actor actor() {
    return actor;
  }

  /// As received, for storing and handing on.
  public SignedBytes signed() {
    return signed;
  }

  /// Number and hash of this entry.
  public LogHead head() {
    return head;
  }
}

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

  /// @param actorList the version of the actor's list that the entry names, else LIST_UNKNOWN. For
  ///   a new entry the caller also requires that it is the newest one
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
    return new VerifiedLogEntry(entry, signed, Actor.of(actorList, entry.actorDevice()));
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

package dev.wardroom.server.conversations;

import dev.wardroom.wire.WireLimits;

/// The named limits of conversations.
public final class ConversationLimits {
  public static final int MEMBERS_MAX = WireLimits.MEMBERS_MAX;
  public static final int DEVICES_MAX = WireLimits.CONVERSATION_DEVICES_MAX;

  /// Conversations of one user; creating or joining more is refused.
  public static final int CONVERSATIONS_PER_USER_MAX = 5_000;

  /// How long a message may name the entry or the device list before the present one.
  public static final long EPOCH_GRACE_MILLIS = 30_000;

  /// How far an entry's own time may be from the server's.
  public static final long ENTRY_CLOCK_MILLIS_MAX = 300_000;

  /// How long after a restore entries that the server lost are taken back: as long as messages wait
  /// for a device that is away.
  public static final long OFFER_MILLIS_MAX = 30L * 86_400_000;

  /// Entries in one answer, and in one offer.
  public static final int ENTRIES_PER_CALL_MAX = 200;

  /// Bytes of entries in one answer; more are left for the next call.
  public static final int LOG_BYTES_PER_CALL_MAX = 1_048_576;

  /// Summaries in one answer.
  public static final int SUMMARIES_PER_CALL_MAX = 500;

  /// Devices over all audiences kept in memory; about 150 bytes each.
  public static final int CACHED_DEVICES_MAX = 300_000;

  /// After a device left, until its slot may be another's: longer than any lease.
  public static final long SLOT_REST_MILLIS = 7_200_000;

  private ConversationLimits() {}
}

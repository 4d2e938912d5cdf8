package dev.wardroom.wire;

/// The named limits of the protocol's objects. A decoder refuses more with TOO_LARGE.
public final class WireLimits {
  public static final int USER_DEVICES_MAX = 16;
  public static final int REMOVED_DEVICES_MAX = 512;
  public static final int DEVICE_SUITES_MAX = 8;
  public static final int DEVICE_LIST_BYTES_MAX = 12_288;
  public static final long DEVICE_LIST_LIFE_MILLIS_MAX = 366L * 86_400_000;

  public static final int OWNER_KEYS_MAX = 3;
  public static final int FEDERATED_NETWORKS_MAX = 64;
  public static final int STATEMENT_BYTES_MAX = 8_192;
  public static final long STATEMENT_LIFE_MILLIS_MAX = 90L * 86_400_000;

  public static final int BATCH_PREKEYS_MAX = 10_000;
  public static final int BATCH_BYTES_MAX = 512;
  public static final long BATCH_LIFE_MILLIS_MAX = 30L * 86_400_000;

  /// How long senders keep using the last standing prekey of a retention device.
  public static final long RETENTION_STANDING_MILLIS_MAX = 365L * 86_400_000;

  public static final int MERKLE_PATH_MAX = 14;
  public static final int LEASE_RECORD_BYTES_MAX = 2_048;
  public static final int ONE_MESSAGE_LEASE_DEVICES_MAX = 16;
  public static final int LEASE_MESSAGES_MAX = 64;
  public static final long LEASE_MILLIS_MAX = 3_600_000;

  /// A prekey of a lease goes at the latest this long after the lease's end.
  public static final long PREKEY_STRETCH_MILLIS_MAX = 31L * 86_400_000;

  /// By how much the time of a log entry may be later than the list that removed its device:
  /// clients correct their clocks by the server's, so that a minute is ample.
  public static final long REMOVAL_GRACE_MILLIS = 60_000;

  /// After a lease's end, before its prekey may go.
  public static final long LEASE_GRACE_MILLIS = 600_000;

  /// Devices of one conversation, and so of a message's exchanges and left-out list.
  public static final int CONVERSATION_DEVICES_MAX = 2_000;

  public static final int HEADER_BYTES_MAX = 40_960;

  /// Length of the serialised content before padding.
  public static final int CONTENT_BYTES_MAX = 65_532;

  public static final int CONTENT_PADDED_MIN = 256;
  public static final int PAYLOAD_BYTES_MAX = 65_552;
  public static final int PAYLOAD_BYTES_MIN = CONTENT_PADDED_MIN + 16;
  public static final long SENT_AT_AHEAD_MILLIS_MAX = 86_400_000;
  public static final long SENT_AT_BEHIND_MILLIS_MAX = 32L * 86_400_000;
  public static final int MESSAGE_ITEM_BYTES_MAX = 110_000;

  public static final int MEMBERS_MAX = 500;
  public static final int MEMBERS_PER_ENTRY_MAX = 500;
  public static final int LOG_ENTRY_BYTES_MAX = 61_000;
  public static final int STATE_BYTES_MAX = 65_536;

  public static final int HOST_BYTES_MAX = 255;
  public static final int SESSION_BYTES_MAX = 768;
  public static final int LINK_TEXT_MAX = 600;

  private WireLimits() {}
}

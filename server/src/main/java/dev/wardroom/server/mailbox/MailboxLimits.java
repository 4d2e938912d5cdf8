package dev.wardroom.server.mailbox;

import dev.wardroom.server.kernel.RateLimiter.Allowance;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.wire.WireLimits;
import java.time.Duration;
import java.util.List;

/// The named limits of mailboxes.
public final class MailboxLimits {
  private static final long GIB = 1024L * 1024 * 1024;

  /// Accepted messages of one device that are remembered in a conversation, to answer repeats.
  public static final int REMEMBERED = 64;

  /// How far a sender's clock may be from the server's.
  public static final long SENT_AT_MILLIS_MAX = 300_000;

  public static final long TTL_SECONDS_MAX = 366L * 86_400;

  /// Longest wait of a message in the mailbox.
  public static final long WAITING_MILLIS_MAX = 30L * 86_400_000;

  /// Longest memory of a message that expired while it waited.
  public static final long GONE_MILLIS_MAX = 90L * 86_400_000;

  /// Items that may wait in one conversation for the device that is furthest behind; those that
  /// were emptied for their age do not count.
  public static final int WAITING_PER_CONVERSATION_MAX = 100_000;

  public static final Duration FULL_RETRY = Duration.ofMinutes(10);

  public static final long LEASE_MILLIS = WireLimits.LEASE_MILLIS_MAX;
  public static final int LEASE_MESSAGES_MAX = WireLimits.LEASE_MESSAGES_MAX;
  public static final int ONE_MESSAGE_DEVICES_MAX = WireLimits.ONE_MESSAGE_LEASE_DEVICES_MAX;

  /// Claims of one device from one other: 600 an hour.
  public static final Allowance CLAIMS_PER_DEVICE = new Allowance(600, 10);

  /// Waiting bytes of one network.
  public static final Limit NETWORK_BYTES =
      new Limit(
          "mailbox-network-bytes",
          256L * GIB,
          0,
          Long.MAX_VALUE,
          "bytes",
          "Waiting messages of one network; more are refused until devices have read."
              + " `wardroom admin network quota` sets another for one network.");

  /// Bytes that wait for one network's data retention.
  public static final Limit ARCHIVE_BYTES =
      new Limit(
          "mailbox-archive-bytes",
          64L * GIB,
          0,
          Long.MAX_VALUE,
          "bytes",
          "What waits for one network's data retention; when it is full, sending stops or goes on"
              + " unarchived, as the network's statement says.");

  /// The movable ones.
  public static final List<Limit> ALL = List.of(NETWORK_BYTES, ARCHIVE_BYTES);

  /// How often what waits for retention is counted anew.
  public static final Duration RECOUNT_EVERY = Duration.ofSeconds(30);

  /// Items in one batch of a socket and in one answer to `Fetch`.
  public static final int BATCH_ITEMS_MAX = 256;

  /// Bytes in one batch, and unacknowledged on one socket.
  public static final int BATCH_BYTES_MAX = 1_048_576;

  /// Conversations whose newest state is kept in memory for senders.
  public static final int HOT_CONVERSATIONS_MAX = 20_000;

  /// How soon a connected device gets what a lost wake-up left lying.
  public static final Duration CONNECTED_SWEEP = Duration.ofSeconds(30);

  /// The sweep over connected devices goes in steps of this length.
  public static final Duration CONNECTED_SWEEP_STEP = Duration.ofSeconds(1);

  /// How long acknowledgements are gathered before they are written together.
  public static final Duration ACKNOWLEDGE_EVERY = Duration.ofMillis(500);

  /// Cursors that wait to be written; a full table is written at once.
  public static final int CURSORS_WAITING_MAX = 20_000;

  /// Positions that senders' rows may be behind the head; the sweep folds when there are more.
  public static final int UNFOLDED_MAX = 500;

  /// How long after its end a lease is settled: by then every message that names it is committed.
  public static final Duration LEASE_SETTLED_AFTER = Duration.ofMinutes(10);

  /// Rows that one sweep step deletes in one transaction.
  public static final int SWEEP_ROWS = 500;

  private MailboxLimits() {}
}

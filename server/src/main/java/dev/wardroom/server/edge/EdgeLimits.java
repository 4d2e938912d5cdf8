package dev.wardroom.server.edge;

import dev.wardroom.schema.v1.Rate;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.RateLimiter.Allowance;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.server.kernel.config.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of the doors. Fixed ones are constants; those that an administrator may move are in
/// [#ALL].
public final class EdgeLimits {
  /// A request without an own bound in the schema.
  public static final int REQUEST_BYTES_DEFAULT = 65_536;

  /// The most of a request that is kept before it is known who asks and how often they did.
  public static final int REQUEST_BYTES_UNASKED = 65_536;

  /// The slowest peer that is waited for, once the first wait is over: 16 KiB a second.
  public static final int SLOWEST_BYTES_PER_SECOND = 16 * 1024;

  /// How long one call may take; a client may ask for less.
  public static final Duration CALL_DEADLINE = Duration.ofSeconds(30);

  /// Largest frame of the socket, both ways; a larger message is cut into frames by the server
  /// only.
  public static final int FRAME_BYTES_MAX = 65_536;

  /// How long a connected socket may be silent before its first frame.
  public static final Duration HELLO_WAIT = Duration.ofSeconds(5);

  /// How often a silent socket is pinged; twice as long without any sign ends it.
  public static final Duration PING_EVERY = Duration.ofSeconds(30);

  /// How long a full outbound queue is waited for before the socket is closed.
  public static final Duration QUEUE_FULL_WAIT = Duration.ofSeconds(10);

  /// How long a connection that the server closed is read on, so that the reason arrives: closing
  /// with unread bytes makes the network drop what was sent last.
  public static final Duration LINGER = Duration.ofSeconds(2);

  /// Bytes read and thrown away in that time before the connection is cut.
  public static final int LINGER_BYTES_MAX = 4 * 1024 * 1024;

  /// Bytes written and not yet taken by the network, from which on a socket counts as full.
  public static final int QUEUE_BYTES_MAX = 512 * 1024;

  /// What a socket may have in its queue also when all sockets together have too much.
  public static final int QUEUE_BYTES_OWN = 64 * 1024;

  /// Bytes in the queue at which a socket is closed at once: no window lets an honest client get
  /// here.
  public static final int QUEUE_BYTES_HARD_MAX = 8 * 1024 * 1024;

  /// Calls of one socket that are being answered.
  public static final int CALLS_IN_FLIGHT_MAX = 16;

  /// How often in a row reading a mailbox for a socket may fail for a while, once a second, before
  /// the socket is ended.
  public static final int READS_FAILED_MAX = 30;

  /// Items sent to a socket and not yet acknowledged.
  public static final int WINDOW_ITEMS_MAX = 256;

  /// Bytes of such items.
  public static final int WINDOW_BYTES_MAX = 1024 * 1024;

  /// A file transfer without a byte moving.
  public static final Duration STREAM_IDLE = Duration.ofSeconds(60);

  /// Connections that the operating system keeps until they are accepted.
  public static final int ACCEPT_BACKLOG = 4096;

  static final Limit CALLS_MAX =
      limit(
          "edge-calls",
          2048,
          16,
          65_536,
          "calls",
          "Calls answered at once; more are told to wait.");
  static final Limit WAITS_MAX =
      limit(
          "edge-waits",
          20_000,
          0,
          1_000_000,
          "calls",
          "Calls that wait for news without counting in `edge-calls`; more count there while they wait.");
  public static final Limit SOCKETS_MAX =
      limit(
          "edge-sockets",
          100_000,
          10,
          2_000_000,
          "sockets",
          "Connected sockets; more are told to wait.");
  public static final Limit STREAMS_MAX =
      limit(
          "edge-streams",
          256,
          4,
          65_536,
          "transfers",
          "File transfers at once; more are told to wait.");

  public static final Limit STREAMS_PER_DEVICE_MAX =
      limit(
          "edge-streams-per-device",
          8,
          1,
          65_536,
          "transfers",
          "File transfers of one device at once; more are told to wait.");
  public static final Limit STREAMS_PER_USER_MAX =
      limit(
          "edge-streams-per-user",
          16,
          1,
          65_536,
          "transfers",
          "File transfers of one user at once; more are told to wait.");
  public static final Limit CONNECTIONS_MAX =
      limit(
          "edge-connections",
          120_000,
          16,
          2_000_000,
          "connections",
          "Open connections, sockets among them; further ones are closed at once.");
  public static final Limit CONNECTIONS_PER_ADDRESS_MAX =
      limit(
          "edge-connections-per-address",
          20_000,
          1,
          2_000_000,
          "connections",
          "Open connections from one address (of IPv6 the first 64 bits). Not with `behind-proxy`: there all come from the proxy.");
  public static final Limit BODY_BYTES_ALL =
      limit(
          "edge-body-bytes",
          128L * 1024 * 1024,
          1024L * 1024,
          64L * 1024 * 1024 * 1024,
          "bytes",
          "Requests in memory, all together, until they are answered; more are told to wait. Below 24 MiB a full stock of prekeys does not fit.");
  public static final Limit OUTBOUND_BYTES_ALL =
      limit(
          "edge-outbound-bytes",
          256L * 1024 * 1024,
          1024L * 1024,
          64L * 1024 * 1024 * 1024,
          "bytes",
          "What waits to be sent to all sockets together; beyond it sockets that hold more than 64 KiB are closed.");
  public static final Limit BODY_SECONDS =
      limit(
          "edge-body-seconds",
          30,
          1,
          600,
          "seconds",
          "How long a request may take to come in, and a second more for each 16 KiB of it.");
  public static final Limit TLS_LOOK_SECONDS =
      limit(
          "edge-tls-look-seconds",
          30,
          1,
          86_400,
          "seconds",
          "How often certificate and key are looked at; changed ones are used for new connections.");

  private static final Limit READ_BURST = burst("read", 600);
  private static final Limit READ_RATE = rate("read", 3_000);
  private static final Limit WRITE_BURST = burst("write", 300);
  private static final Limit WRITE_RATE = rate("write", 1_200);
  private static final Limit GUESS_BURST = burst("guess", 60);
  private static final Limit GUESS_RATE = rate("guess", 120);
  private static final Limit SEND_BURST = burst("send", 2_000);
  private static final Limit SEND_RATE = rate("send", 12_000);
  private static final Limit CLAIM_BURST = burst("claim", 600);
  private static final Limit CLAIM_RATE = rate("claim", 3_000);

  /// The movable ones.
  public static final List<Limit> ALL =
      List.of(
          CALLS_MAX,
          WAITS_MAX,
          SOCKETS_MAX,
          STREAMS_MAX,
          STREAMS_PER_DEVICE_MAX,
          STREAMS_PER_USER_MAX,
          CONNECTIONS_MAX,
          CONNECTIONS_PER_ADDRESS_MAX,
          BODY_BYTES_ALL,
          OUTBOUND_BYTES_ALL,
          BODY_SECONDS,
          TLS_LOOK_SECONDS,
          READ_BURST,
          READ_RATE,
          WRITE_BURST,
          WRITE_RATE,
          GUESS_BURST,
          GUESS_RATE,
          SEND_BURST,
          SEND_RATE,
          CLAIM_BURST,
          CLAIM_RATE);

  private EdgeLimits() {}

  /// How often one caller may call methods of this kind.
  static Allowance allowance(Rate rate, Limits limits) {
    return switch (rate) {
      case RATE_READ -> of(limits, READ_BURST, READ_RATE);
      case RATE_WRITE -> of(limits, WRITE_BURST, WRITE_RATE);
      case RATE_GUESS -> of(limits, GUESS_BURST, GUESS_RATE);
      case RATE_SEND -> of(limits, SEND_BURST, SEND_RATE);
      case RATE_CLAIM -> of(limits, CLAIM_BURST, CLAIM_RATE);
      case RATE_UNSPECIFIED, UNRECOGNIZED -> throw new Bug("a method without a rate");
    };
  }

  private static Allowance of(Limits limits, Limit burst, Limit rate) {
    return new Allowance(limits.countOf(burst), limits.countOf(rate));
  }

  private static Limit burst(String kind, long fallback) {
    return limit(
        "edge-" + kind + "-burst",
        fallback,
        1,
        1_000_000,
        "calls",
        "Calls of this kind that one device (or one address) may make at once.");
  }

  private static Limit rate(String kind, long fallback) {
    return limit(
        "edge-" + kind + "-per-minute",
        fallback,
        1,
        60_000_000,
        "calls a minute",
        "Calls of this kind that one device (or one address) may go on making.");
  }

  private static Limit limit(
      String name, long fallback, long min, long max, String unit, String doc) {
    return new Limit(name, fallback, min, max, unit, doc);
  }
}

package dev.wardroom.server.edge.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a request comes from.
final class Addresses {
  private static final String FORWARDED = "X-Forwarded-For";

  /// What one customer of a network provider gets and can choose from freely: 64 bits.
  private static final int IPV6_PREFIX_BYTES = 8;

  private Addresses() {}

  /// What a caller is counted under: the peer's address, or, behind a proxy, the last one that the
  /// proxy wrote, the only one that a caller cannot choose. Of IPv6 the first 64 bits. What the
  /// proxy wrote and is no address counts as the proxy.
  static String of(HttpServerRequest request, boolean behindProxy) {
    String peer = peer(request);
    Optional<String> forwarded = behindProxy ? forwarded(request) : Optional.empty();
    return forwarded.or(() -> counted(peer)).orElse(peer);
  }

  /// The address at the other end of the connection.
  static String peer(HttpServerRequest request) {
    return request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
  }

  /// What a connection is counted under.
  static String counted(@Nullable SocketAddress remote) {
    String peer = remote == null ? "unknown" : remote.hostAddress();
    return counted(peer).orElse(peer);
  }

  /// A proxy adds its element at the end of the last header of the name, or a header of its own.
  private static Optional<String> forwarded(HttpServerRequest request) {
    List<String> headers = request.headers().getAll(FORWARDED);
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    String last = headers.getLast();
    return counted(last.substring(last.lastIndexOf(',') + 1).strip());
  }

  private static Optional<String> counted(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(withoutPort(text));
      return Optional.of(
          address instanceof Inet6Address six
              ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), IPV6_PREFIX_BYTES)) + "/64"
              : address.getHostAddress());
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /// `192.0.2.1:443` and `[2001:db8::1]:443` without their ports and brackets, and no zone.
  private static String withoutPort(String text) {
    String plain = text;
    if (plain.startsWith("[") && plain.contains("]")) {
      plain = plain.substring(1, plain.indexOf(']'));
    } else if (plain.indexOf(':') == plain.lastIndexOf(':') && plain.contains(":")) {
      plain = plain.substring(0, plain.indexOf(':'));
    }
    return plain.contains("%") ? plain.substring(0, plain.indexOf('%')) : plain;
  }
}

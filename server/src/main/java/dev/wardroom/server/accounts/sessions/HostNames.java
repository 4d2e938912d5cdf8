package dev.wardroom.server.accounts.sessions;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The names under which this server may be signed in to. A challenge that was signed for another
/// host is refused, so that a server in the middle cannot use it here.
///
/// With `public-url` in the configuration that is its host and port, and the loopback names for
/// people at the machine. Without it nobody told us our name; then any host with our port is taken.
public final class HostNames {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Optional<URI> publicUrl;
  private final Supplier<String> origin;

  /// @param origin where the server listens, once it does
  public HostNames(Optional<URI> publicUrl, Supplier<String> origin) {
    this.publicUrl = publicUrl;
    this.origin = origin;
  }

  public boolean isOurs(String hostAndPort) {
    String asked = hostAndPort.toLowerCase(Locale.ROOT);
    String ours = URI.create(origin.get()).getAuthority().toLowerCase(Locale.ROOT);
    if (asked.equals(ours) || LOOPBACK.contains(host(asked))) {
      return true;
    }
    return publicUrl.isEmpty() && port(asked).equals(port(ours));
  }

  private static String host(String hostAndPort) {
    return hostAndPort.substring(0, hostAndPort.length() - port(hostAndPort).length());
  }

  /// With its colon; empty when there is none.
  private static String port(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(colon) : "";
  }
}

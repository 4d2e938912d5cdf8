package dev.wardroom.server.admin;

import dev.wardroom.server.kernel.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// The port and the clock.
final class NetworkChecks {
  /// Before this release was built, no clock can be right.
  private static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");

  private static final Instant NOT_AFTER = Instant.parse("2060-01-01T00:00:00Z");

  /// systemd-timesyncd, chrony and ntpd leave one of these when they hold the clock.
  private static final Path[] SYNCHRONISED = {
    Path.of("/run/systemd/timesync/synchronized"),
    Path.of("/run/chrony/chronyd.pid"),
    Path.of("/run/chrony/chronyd.sock"),
    Path.of("/run/ntpd.pid")
  };

  private final Config config;

  NetworkChecks(Config config) {
    this.config = config;
  }

  Finding port(boolean serverRunning) {
    String place = config.host() + ":" + config.port();
    if (serverRunning) {
      return Finding.good("port", "A server runs on this data folder; its port is not tried");
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      InetAddress address = InetAddress.ofLiteral(config.host());
      probe.bind(new InetSocketAddress(address, config.port()));
      return Finding.good("port", place + " is free");
    } catch (IOException taken) {
      return Finding.wrong(
          "port",
          place + " cannot be used: " + taken.getMessage() + ".",
          "Stop what listens there, or choose another port. Ports below 1024 need a right.");
    } catch (IllegalArgumentException noAddress) {
      return Finding.wrong(
          "port",
          "host is " + config.host() + ", which is no address.",
          "Write an address such as 0.0.0.0 or 127.0.0.1.");
    }
  }

  Finding clock() {
    Instant now = Instant.now();
    if (now.isBefore(NOT_BEFORE) || now.isAfter(NOT_AFTER)) {
      return Finding.wrong(
          "clock",
          "The clock says " + now + ".",
          "Set it: messages that are more than five minutes off are refused.");
    }
    for (Path sign : SYNCHRONISED) {
      if (Files.exists(sign)) {
        return Finding.good("clock", "The clock says " + now + " and is held by a time service");
      }
    }
    return Finding.warning(
        "clock",
        "The clock says " + now + "; no time service was found.",
        "Compare it, and run chrony or systemd-timesyncd.");
  }
}

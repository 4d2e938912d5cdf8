package dev.wardroom.server.admin;

import dev.wardroom.server.kernel.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Certificate and key, where the server speaks TLS itself.
final class TlsChecks {
  private static final Duration SOON = Duration.ofDays(14);

  private final Config config;

  TlsChecks(Config config) {
    this.config = config;
  }

  List<Finding> run() {
    if (!config.tls().isOn()) {
      return List.of(plain());
    }
    return List.of(
        certificate(config.inData(config.tls().certificate().orElseThrow())),
        key(config.inData(config.tls().key().orElseThrow())));
  }

  private Finding plain() {
    boolean reachable = !config.host().startsWith("127.") && !config.host().equals("::1");
    return reachable && !config.behindProxy()
        ? Finding.warning(
            "tls",
            "The server speaks plain HTTP on " + config.host() + ".",
            "Set tls.certificate and tls.key, or put a TLS proxy in front and listen on 127.0.0.1.")
        : Finding.good(
            "tls",
            reachable
                ? "Plain HTTP, behind a proxy"
                : "Plain HTTP on loopback: only this machine reaches it. For others set"
                    + " tls.certificate and tls.key, or a TLS proxy");
  }

  private static Finding certificate(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate first =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      Instant end = first.getNotAfter().toInstant();
      String text = "The certificate ends " + end;
      if (end.isBefore(Instant.now())) {
        return Finding.wrong("certificate", text + ": it is over.", "Renew it.");
      }
      return end.isBefore(Instant.now().plus(SOON))
          ? Finding.warning("certificate", text + ".", "Renew it soon.")
          : Finding.good("certificate", text);
    } catch (IOException | CertificateException failure) {
      return Finding.wrong(
          "certificate",
          "The certificate " + file + " cannot be read: " + failure.getMessage() + ".",
          "tls.certificate must be a PEM file with the chain, the server's own first.");
    }
  }

  private static Finding key(Path file) {
    try {
      if (!Files.readString(file).contains("PRIVATE KEY-----")) {
        return Finding.wrong("key", "There is no private key in " + file + ".", "It must be PEM.");
      }
      boolean closed =
          Files.getPosixFilePermissions(file).stream()
              .noneMatch(permission -> permission == PosixFilePermission.OTHERS_READ);
      return closed
          ? Finding.good("key", "The private key is there and closed to others")
          : Finding.wrong("key", "Everybody may read " + file + ".", "chmod 600 " + file);
    } catch (IOException failure) {
      return Finding.wrong(
          "key", "The key " + file + " cannot be read.", "Give it to the server's user.");
    }
  }
}

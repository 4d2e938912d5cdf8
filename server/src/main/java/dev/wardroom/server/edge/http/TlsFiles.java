package dev.wardroom.server.edge.http;

import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigProblem;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/// Certificate and key as PEM files, and whether they changed.
final class TlsFiles {
  private final Path certificate;
  private final Path key;
  private FileTime seen = FileTime.fromMillis(0);

  TlsFiles(Config config) {
    this.certificate = config.inData(config.tls().certificate().orElseThrow());
    this.key = config.inData(config.tls().key().orElseThrow());
  }

  PemKeyCertOptions options() {
    seen = newest();
    return new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
  }

  /// Whether a file was replaced since the options were last made.
  boolean changed() {
    return newest().compareTo(seen) > 0;
  }

  private FileTime newest() {
    try {
      FileTime first = Files.getLastModifiedTime(certificate);
      FileTime second = Files.getLastModifiedTime(key);
      return first.compareTo(second) > 0 ? first : second;
    } catch (IOException failure) {
      throw new ConfigProblem(
          "The TLS files "
              + certificate
              + " and "
              + key
              + " cannot be read: "
              + failure.getMessage());
    }
  }
}

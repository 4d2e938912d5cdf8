package dev.wardroom.server.kernel.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The whole configuration. Each component is one key or one section of keys.
public record Config(
    @Setting(
            key = "data",
            fallback = "data",
            doc =
                "Folder for everything the server keeps: the embedded store, files, the admin socket. On the"
                    + " command line: --data.")
        Path data,
    @Setting(
            key = "host",
            doc =
                "Address to listen on. Empty: 0.0.0.0 (everybody) with TLS, 127.0.0.1 (this machine only) without,"
                    + " because plain HTTP shows tokens to the network. Set it to serve plain HTTP to others.")
        Optional<String> listen,
    @Setting(
            key = "port",
            fallback = "8440",
            doc = "Port for everything: calls, the socket, files, pages. 0 takes any free one.")
        int port,
    @Setting(
            key = "public-url",
            doc =
                "Address under which clients reach the server, for example https://chat.example.org. It stands"
                    + " in invitations. Without it: what host and port say.")
        Optional<URI> publicUrl,
    @Setting(
            key = "behind-proxy",
            fallback = "false",
            doc =
                "true when a proxy in front sets X-Forwarded-For. Leave it false otherwise: a caller could"
                    + " choose the address that rate limits count.")
        boolean behindProxy,
    Tls tls,
    Store database,
    Files files,
    S3 s3,
    Log log,
    Metrics metrics) {
  private static final String EVERYBODY = "0.0.0.0";
  private static final String THIS_MACHINE = "127.0.0.1";

  /// Section `tls`: both, or none (plain HTTP, for loopback or behind a proxy).
  public record Tls(
      @Setting(
              key = "certificate",
              doc = "PEM file with the certificate chain. Read again when it changes.")
          Optional<Path> certificate,
      @Setting(
              key = "key",
              doc = "PEM file with its private key (PKCS #8), readable by the server only.")
          Optional<Path> key) {
    /// Whether the server speaks TLS itself.
    public boolean isOn() {
      return certificate.isPresent();
    }
  }

  /// Section `database`.
  public record Store(
      @Setting(
              key = "url",
              doc =
                  "postgresql://user:password@host:port/name for PostgreSQL. Empty: the embedded store"
                      + " (SQLite) in the data folder.")
          Optional<Secret> url) {}

  /// Where ciphertext of files lies.
  public enum FileStore {
    FOLDER,
    S3
  }

  /// Section `files`.
  public record Files(
      @Setting(
              key = "store",
              fallback = "folder",
              doc = "folder or s3: where the ciphertext of files lies.")
          FileStore store,
      @Setting(
              key = "folder",
              fallback = "files",
              doc = "The folder, inside the data folder unless absolute.")
          Path folder) {}

  /// Section `s3`, for `files.store=s3`.
  public record S3(
      @Setting(key = "endpoint", doc = "Address of the object store; empty for Amazon's.")
          Optional<URI> endpoint,
      @Setting(key = "bucket", doc = "Name of the bucket. It must exist.") Optional<String> bucket,
      @Setting(
              key = "prefix",
              doc =
                  "Before every key, without a slash at its end. Servers that share a bucket need one each.")
          Optional<String> prefix,
      @Setting(key = "region", fallback = "us-east-1", doc = "Region name.") String region,
      @Setting(key = "key-id", doc = "Access key id. Empty: the machine's own role.")
          Optional<String> keyId,
      @Setting(key = "secret", doc = "Secret access key.") Optional<Secret> secret,
      @Setting(
              key = "path-style",
              fallback = "false",
              doc = "true for stores that want the bucket in the path, not in the host name.")
          boolean pathStyle) {}

  /// How log lines look.
  public enum LogFormat {
    TEXT,
    JSON
  }

  /// What is worth a line.
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /// Section `log`.
  public record Log(
      @Setting(key = "level", fallback = "info", doc = "error, warn, info or debug.")
          LogLevel level,
      @Setting(key = "format", fallback = "text", doc = "text for people, json for collectors.")
          LogFormat format) {}

  /// Section `metrics`.
  public record Metrics(
      @Setting(
              key = "allowed",
              fallback = "127.0.0.1,::1",
              doc = "Addresses that may read /metrics, with commas between them.")
          List<String> allowed) {}

  /// The address to listen on.
  public String host() {
    return listen.orElse(tls.isOn() ? EVERYBODY : THIS_MACHINE);
  }

  /// A path as configured, inside the data folder unless absolute.
  public Path inData(Path configured) {
    return configured.isAbsolute() ? configured : data.resolve(configured);
  }
}

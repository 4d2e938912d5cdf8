package dev.wardroom.server.files.blobs;

import java.net.URI;
import java.util.Optional;

/// Which bucket.
///
/// @param endpoint absent for AWS itself
/// @param prefix before every key, without a slash at its end; may be empty
/// @param keyId absent to use the environment's or the machine's credentials
/// @param pathStyle bucket in the path instead of the host name, as other servers than AWS mostly
///   want
public record S3Settings(
    Optional<URI> endpoint,
    String region,
    String bucket,
    String prefix,
    Optional<String> keyId,
    Optional<String> secret,
    boolean pathStyle) {

  /// Never prints the secret.
  @Override
  public String toString() {
    return "S3Settings[endpoint=%s, region=%s, bucket=%s, prefix=%s]"
        .formatted(endpoint, region, bucket, prefix);
  }
}

package dev.wardroom.server.files.blobs;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Builds the client for any S3-compatible endpoint.
final class S3Clients {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SOCKET = Duration.ofSeconds(30);

  private S3Clients() {}

  static S3Client open(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .forcePathStyle(settings.pathStyle())
            // Not every endpoint knows the newer checksum trailers; ciphertext carries its own
            // tags.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SOCKET));
    settings.endpoint().ifPresent(builder::endpointOverride);
    if (settings.keyId().isPresent() && settings.secret().isPresent()) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(settings.keyId().get(), settings.secret().get())));
    }
    return builder.build();
  }
}

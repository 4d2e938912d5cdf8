package dev.wardroom.client.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The server's address and the HTTP client that reaches it. Immutable, thread-safe.
///
/// @param base scheme, host and port, without a path, for example `https://chat.example.org`
public record Transport(URI base, HttpClient http, Duration patience) {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

  /// @param caFile certificates in PEM that are trusted in addition to the system's
  /// @throws IllegalArgumentException when the address or the certificates cannot be used; the text
  ///   says why
  public static Transport to(String url, Optional<Path> caFile, Duration patience) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE.compareTo(patience) < 0 ? CONNECT_PATIENCE : patience)
            .followRedirects(HttpClient.Redirect.NEVER);
    caFile.ifPresent(file -> builder.sslContext(trusting(file)));
    return new Transport(address(url), builder.build(), patience);
  }

  private static URI address(String url) {
    URI uri = URI.create(url.contains("://") ? url : "https://" + url);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "not a server address: give something like https://chat.example.org");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
  }

  /// Host and, unless it is the scheme's own, port: what a session challenge names.
  public String host() {
    return base.getPort() < 0 ? base.getHost() : base.getHost() + ":" + base.getPort();
  }

  URI at(String path) {
    return base.resolve(path);
  }

  URI socket() {
    String scheme = base.getScheme().equals("https") ? "wss" : "ws";
    return URI.create(scheme + "://" + base.getRawAuthority() + "/v1/socket");
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      Collection<? extends Certificate> added =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (Certificate certificate : added) {
        store.setCertificateEntry("added-" + count++, certificate);
      }
      for (X509TrustManager known : managers(null)) {
        for (Certificate certificate : known.getAcceptedIssuers()) {
          store.setCertificateEntry("system-" + count++, certificate);
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(store).toArray(X509TrustManager[]::new), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "cannot read certificates from " + caFile + ": it must be a PEM file", e);
    }
  }

  @SuppressWarnings("NullAway") // init(null) means the system's authorities
  private static java.util.List<X509TrustManager> managers(
      @org.jspecify.annotations.Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return java.util.Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .toList();
  }
}

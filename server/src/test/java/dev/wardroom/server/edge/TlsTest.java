package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.TestServer;
import dev.wardroom.server.kernel.config.ConfigProblem;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  /// A self-signed certificate for localhost as PEM files, and a context that trusts it alone.
  private SSLContext makeCertificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    pem("CERTIFICATE", keys.getCertificate("server").getEncoded(), "chain.pem");
    pem("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded(), "key.pem");
    return trusting(keys);
  }

  private void pem(String what, byte[] der, String name) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private void assertServes(TestServer server, SSLContext trusting) throws Exception {
    HttpRequest live = HttpRequest.newBuilder(server.url().resolve("/live")).build();
    try (HttpClient fresh = HttpClient.newBuilder().sslContext(trusting).build()) {
      assertThat(fresh.send(live, BodyHandlers.ofString()).body()).isEqualTo("live\n");
    }
  }

  @Test
  void aReplacedCertificateIsUsedForNewConnectionsWithoutARestart() throws Exception {
    SSLContext before = makeCertificate();
    Map<String, String> looking = new HashMap<>(files());
    looking.put("limits.edge-tls-look-seconds", "1");
    try (TestServer server = TestServer.start(new SmallWorld(), looking)) {
      assertServes(server, before);
      Files.delete(folder.resolve("store.p12"));
      SSLContext after = makeCertificate();
      Files.setLastModifiedTime(
          folder.resolve("chain.pem"), FileTime.fromMillis(System.currentTimeMillis() + 10_000));
      for (int attempt = 0; ; attempt++) {
        try {
          assertServes(server, after);
          break;
        } catch (SSLException notYet) {
          assertThat(attempt).as("looked for the new certificate").isLessThan(200);
          Thread.sleep(100);
        }
      }
      assertThatThrownBy(() -> assertServes(server, before)).isInstanceOf(SSLException.class);
    }
  }

  private Map<String, String> files() {
    return Map.of(
        "tls.certificate", folder.resolve("chain.pem").toString(),
        "tls.key", folder.resolve("key.pem").toString());
  }

  @Test
  void callsPagesAndTheSocketGoOverTls() throws Exception {
    SSLContext context = makeCertificate();
    try (TestServer server = TestServer.start(new SmallWorld(), files());
        HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
      assertThat(server.url().getScheme()).isEqualTo("https");
      HttpRequest live = HttpRequest.newBuilder(server.url().resolve("/live")).build();
      HttpResponse<String> answer = http.send(live, BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("live\n");
      try (TestSocket socket = TestSocket.signedIn(http, server.url(), 1)) {
        assertThat(socket.next().getWelcome().getVersion()).isEqualTo(1);
      }
    }
  }

  @Test
  void filesThatCannotBeReadStopTheStartWithTheirNames() {
    assertThatThrownBy(() -> TestServer.start(new SmallWorld(), files()))
        .isInstanceOf(ConfigProblem.class)
        .hasMessageContaining("chain.pem");
  }
}

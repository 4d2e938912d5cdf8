package dev.wardroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A certificate of localhost for the TLS figures, made by the JDK's keytool.
final class SelfSigned {
  private static final char[] PASSWORD = "only for this run".toCharArray();
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private SelfSigned() {}

  /// Writes the PEM files; answers the server's settings that name them.
  static Map<String, String> in(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "bench",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool made no certificate");
    }
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
      Path certificate = folder.resolve("certificate.pem");
      Path key = folder.resolve("key.pem");
      Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("bench").getEncoded()));
      Files.writeString(key, pem("PRIVATE KEY", keys.getKey("bench", PASSWORD).getEncoded()));
      return Map.of(
          "WARDROOM_TLS_CERTIFICATE", certificate.toString(), "WARDROOM_TLS_KEY", key.toString());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(what, LINES.encodeToString(der));
  }

  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

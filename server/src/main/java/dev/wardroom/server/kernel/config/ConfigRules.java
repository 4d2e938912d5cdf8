package dev.wardroom.server.kernel.config;

import dev.wardroom.server.kernel.config.Config.FileStore;

/// What must hold between keys.
final class ConfigRules {
  private static final int PORT_MAX = 65_535;

  private ConfigRules() {}

  static void check(Config config) {
    require(
        config.port() >= 0 && config.port() <= PORT_MAX,
        "port must be from 0 to " + PORT_MAX + ".");
    require(!config.host().isBlank(), "host must be an address, for example 0.0.0.0.");
    require(
        config.tls().certificate().isPresent() == config.tls().key().isPresent(),
        "tls.certificate and tls.key are set together or not at all.");
    require(
        config.database().url().isEmpty() || isPostgres(config.database().url().get().reveal()),
        "database.url must begin with postgresql:// or be empty for the embedded store.");
    require(
        config.files().store() == FileStore.FOLDER || config.s3().bucket().isPresent(),
        "files.store=s3 needs s3.bucket.");
    require(
        config.s3().keyId().isPresent() == config.s3().secret().isPresent(),
        "s3.key-id and s3.secret are set together or not at all.");
    require(
        config.publicUrl().isEmpty() || config.publicUrl().get().getScheme().matches("https?"),
        "public-url must begin with https:// or http://.");
  }

  private static boolean isPostgres(String url) {
    return url.startsWith("postgresql://") || url.startsWith("jdbc:postgresql://");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ConfigProblem(otherwise);
    }
  }
}

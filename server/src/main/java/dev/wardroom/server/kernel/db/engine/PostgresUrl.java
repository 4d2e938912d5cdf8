package dev.wardroom.server.kernel.db.engine;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A PostgreSQL address in the form that its own tools use:
/// `postgresql://user:password@host:port/name?options`. The password is taken apart here so that it
/// never stands in a JDBC URL, which drivers put into their messages.
record PostgresUrl(String jdbc, Optional<String> user, Optional<String> password) {

  static PostgresUrl parse(String text) {
    URI uri = URI.create(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
    String host = uri.getHost() == null ? "localhost" : uri.getHost();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String jdbc = "jdbc:postgresql://" + host + port + uri.getRawPath() + query;
    String[] login =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    return new PostgresUrl(
        jdbc,
        login.length > 0 ? Optional.of(decoded(login[0])) : Optional.empty(),
        login.length > 1 ? Optional.of(decoded(login[1])) : Optional.empty());
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Without the password.
  @Override
  public String toString() {
    return jdbc;
  }
}

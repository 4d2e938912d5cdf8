package dev.wardroom.client;

import java.time.Instant;
import java.util.List;

/// Inviting people into the network.
public interface Invitations {

  /// @param username empty: the person chooses
  /// @param name empty: the person chooses
  Invited invite(String username, String name);

  /// At most 100, newest first.
  List<InvitationView> list();

  /// @param id full, or a unique beginning
  void revoke(String id);

  /// @param link one-time; carries the secret and the network's fingerprint
  record Invited(String id, String link, Instant expiresAt) {}

  record InvitationView(
      String id,
      String username,
      String name,
      Instant createdAt,
      Instant expiresAt,
      boolean used) {}
}

package dev.wardroom.client.view;

/// Whether the server is there.
public enum ConnectionState {
  /// Not trying.
  OFFLINE,
  /// Trying; retries by itself with growing pauses.
  CONNECTING,
  /// Connected and reading what waits.
  CATCHING_UP,
  /// Connected; the mailbox is read to its end.
  ONLINE
}

package dev.wardroom.core;

/// Permission to read secret bytes. Whoever reads names this class, so that a search for it finds
/// every place.
public final class SecretAccess {
  private static final SecretAccess GRANTED = new SecretAccess();

  private SecretAccess() {}

  public static SecretAccess granted() {
    return GRANTED;
  }
}

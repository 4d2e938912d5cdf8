package dev.wardroom.server.networks;

import dev.wardroom.server.kernel.Bug;

/// What an account may do in its network. Numbers are those of `accounts.proto` and of the tables.
public enum Role {
  MEMBER(1),
  /// Invites and revokes for everybody.
  ADMIN(2),
  /// Holds the network key and signs statements.
  OWNER(3);

  private final int number;

  Role(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public boolean administers() {
    return this != MEMBER;
  }

  public static Role of(long number) {
    for (Role role : values()) {
      if (role.number == number) {
        return role;
      }
    }
    throw new Bug("a role that does not exist is stored");
  }
}

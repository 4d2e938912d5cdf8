package dev.wardroom.e2e.live;

import dev.wardroom.client.Wardroom;
import dev.wardroom.client.accounts.Identity;
import dev.wardroom.client.accounts.IdentityStore;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.store.Database;
import dev.wardroom.client.store.HomeFolder;
import dev.wardroom.client.store.HomeLock;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.MetaStore;
import dev.wardroom.client.store.SealedJson;
import dev.wardroom.client.store.Vault;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/// A home folder that somebody copied, with the key that opens it. One thread at a time.
public final class CopiedHome implements AutoCloseable {
  private final Path folder;
  private final Local local;

  private CopiedHome(Path folder, Local local) {
    this.folder = folder;
    this.local = local;
  }

  /// Copies every file of a home, which may be in use but must not be written to meanwhile.
  public static CopiedHome of(Path home, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(home)) {
      for (Path from : tree.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(home.relativize(from).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(from, copy);
      }
    }
    return new CopiedHome(to, local(to));
  }

  private static Local local(Path copied) throws IOException {
    // Opening a store tidies it: what is searched byte by byte stays as it was.
    Path opened = copied.resolveSibling(copied.getFileName() + "-opened");
    try (Stream<Path> tree = Files.walk(copied)) {
      for (Path from : tree.filter(Files::isRegularFile).toList()) {
        Path copy = opened.resolve(copied.relativize(from).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(from, copy);
      }
    }
    HomeFolder home = new HomeFolder(opened);
    Vault vault = new Vault(new HomeLock(home).open(new Wardroom.Lock.KeyFile()));
    return new Local(
        Database.open(home.store()),
        vault,
        new SealedJson(vault),
        new MetaStore(vault),
        Clock.systemUTC(),
        new SecureRandom(),
        home.files());
  }

  public Local local() {
    return local;
  }

  public Identity identity() {
    return new IdentityStore(local).load();
  }

  /// The root key, which the first device of a person keeps.
  public RootKey root() {
    return new IdentityStore(local).root(identity().me()).orElseThrow();
  }

  /// The device list that this home holds of its own person: the oldest or the newest version.
  public VerifiedDeviceList ownList(boolean oldest) throws ProtocolException {
    Me me = identity().me();
    List<byte[]> versions =
        local
            .db()
            .tx(tx ->
                tx.list(
                    "select signed from device_list where user_id = ? order by version",
                    row -> row.bytes("signed"),
                    (Object) me.user().toArray()));
    byte[] signed = oldest ? versions.getFirst() : versions.getLast();
    return VerifiedDeviceList.anchor(signed, me.network(), me.user());
  }

  /// Whether these bytes stand in any file of the copy, as they are.
  public boolean holds(byte[] bytes) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> files = tree.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        if (stands(Files.readAllBytes(file), bytes)) {
          return true;
        }
      }
      return false;
    }
  }

  /// Whether these bytes stand somewhere in the others.
  public static boolean stands(byte[] file, byte[] wanted) {
    for (int at = 0; at <= file.length - wanted.length; at++) {
      if (java.util.Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    local.db().close();
  }
}

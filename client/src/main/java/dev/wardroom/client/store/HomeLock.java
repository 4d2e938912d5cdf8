package dev.wardroom.client.store;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Wardroom;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.Argon2id;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Locks the store key: in a key file of its own (mode 0600), or sealed under Argon2id over a
/// password or PIN.
///
/// A PIN has few bits: it keeps a curious person out, not somebody who copied the folder and has
/// time.
public final class HomeLock {

  private static final int KEY_LENGTH = 32;
  private static final int SALT_LENGTH = 16;
  private static final int MEMORY_KIB = 65_536;
  private static final int PASSES = 3;
  private static final String PLACE = "lock.key";
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Saved(
      String kind, String salt, int memoryKib, int passes, int lanes, String sealed) {}

  private final HomeFolder home;
  private final SecureRandom random = new SecureRandom();

  public HomeLock(HomeFolder home) {
    this.home = home;
  }

  /// Makes a store key and locks it.
  public byte[] create(Wardroom.Lock lock) {
    byte[] key = new byte[KEY_LENGTH];
    random.nextBytes(key);
    Saved saved =
        switch (lock) {
          case Wardroom.Lock.KeyFile _ -> {
            write(home.keyFile(), Base64.getEncoder().encodeToString(key) + "\n");
            yield new Saved("key-file", "", 0, 0, 0, "");
          }
          case Wardroom.Lock.Secret secret -> sealed(key, secret.characters());
        };
    write(home.lockFile(), JSON.writeValueAsString(saved) + "\n");
    return key;
  }

  private Saved sealed(byte[] key, char[] characters) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    byte[] sealed = stretched(characters, salt, MEMORY_KIB, PASSES, 1).seal(PLACE, "", key);
    Base64.Encoder base64 = Base64.getEncoder();
    return new Saved(
        "secret",
        base64.encodeToString(salt),
        MEMORY_KIB,
        PASSES,
        1,
        base64.encodeToString(sealed));
  }

  private static Vault stretched(
      char[] characters, byte[] salt, int memoryKib, int passes, int lanes) {
    String normal = Normalizer.normalize(new String(characters), Normalizer.Form.NFC);
    byte[] bytes = normal.getBytes(StandardCharsets.UTF_8);
    try (SecretBytes stretched = Argon2id.derive(bytes, salt, memoryKib, passes, lanes)) {
      return new Vault(stretched.read(SecretAccess.granted()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// @throws ClientException LOCKED when what was given does not open it
  public byte[] open(Wardroom.Lock lock) {
    Saved saved = saved();
    if (saved.kind().equals("key-file")) {
      return keyFile();
    }
    if (!(lock instanceof Wardroom.Lock.Secret secret)) {
      throw new ClientException(
          ClientException.Kind.LOCKED, "this home is locked: give its password or PIN");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      return stretched(
              secret.characters(),
              base64.decode(saved.salt()),
              saved.memoryKib(),
              saved.passes(),
              saved.lanes())
          .open(PLACE, "", base64.decode(saved.sealed()));
    } catch (StoreFailure e) {
      throw new ClientException(
          ClientException.Kind.LOCKED, "this password or PIN does not open the home", e);
    }
  }

  private Saved saved() {
    try {
      return JSON.readValue(Files.readString(home.lockFile()), Saved.class);
    } catch (IOException | JacksonException e) {
      throw new ClientException(
          ClientException.Kind.HOME, "the home folder's lock cannot be read", e);
    }
  }

  private byte[] keyFile() {
    try {
      byte[] key = Base64.getDecoder().decode(Files.readString(home.keyFile()).strip());
      if (key.length == KEY_LENGTH) {
        return key;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ClientException(
          ClientException.Kind.LOCKED,
          "the key file of this home cannot be read: put it back where it was",
          e);
    }
    throw new ClientException(ClientException.Kind.LOCKED, "the key file of this home is damaged");
  }

  /// What other processes prove that they can open the home with.
  public static byte[] proof(byte[] storeKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(storeKey, "HmacSHA256"));
      return mac.doFinal("wardroom handover".getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.writeString(file, "", StandardOpenOption.CREATE_NEW);
      HomeFolder.restrict(file, "rw-------");
      Files.writeString(file, text, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.HOME, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}

package dev.wardroom.client.handover;

import dev.wardroom.client.ClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Both sides show that they can open the home before anything is said: the caller sends a nonce,
/// the owner answers with its own and a MAC over both, and the call carries a MAC over both for the
/// other direction. What was overheard is of no use for another connection, and a program that took
/// the socket's place learns nothing.
final class Handshake {

  private static final int NONCE_LENGTH = 32;
  private static final int MAC_LENGTH = 32;
  private static final String OWNER = "wardroom handover owner";
  private static final String CALLER = "wardroom handover caller";

  private final byte[] proof;
  private final SecureRandom random = new SecureRandom();

  /// @param proof what only somebody who can open the home knows, 32 bytes
  Handshake(byte[] proof) {
    this.proof = proof.clone();
  }

  /// The caller's side.
  ///
  /// @return what the call must carry
  /// @throws ClientException LOCKED when the other side does not know the home's key
  byte[] call(Frames frames) throws IOException {
    byte[] own = nonce();
    frames.write(own);
    byte[] answer = frames.read();
    if (answer.length != NONCE_LENGTH + MAC_LENGTH) {
      throw stranger();
    }
    byte[] theirs = Arrays.copyOf(answer, NONCE_LENGTH);
    byte[] mac = Arrays.copyOfRange(answer, NONCE_LENGTH, answer.length);
    if (!MessageDigest.isEqual(mac(OWNER, own, theirs), mac)) {
      throw stranger();
    }
    return mac(CALLER, theirs, own);
  }

  /// The owner's side.
  ///
  /// @return what the call must carry
  byte[] answer(Frames frames) throws IOException {
    byte[] theirs = frames.read();
    if (theirs.length != NONCE_LENGTH) {
      throw new IOException("not a caller's nonce");
    }
    byte[] own = nonce();
    byte[] answer = Arrays.copyOf(own, NONCE_LENGTH + MAC_LENGTH);
    System.arraycopy(mac(OWNER, theirs, own), 0, answer, NONCE_LENGTH, MAC_LENGTH);
    frames.write(answer);
    return mac(CALLER, own, theirs);
  }

  static ClientException stranger() {
    return new ClientException(
        ClientException.Kind.LOCKED,
        "another wardroom owns this home and does not know this program: close it, or use the same"
            + " version and password");
  }

  private byte[] nonce() {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    return nonce;
  }

  private byte[] mac(String side, byte[] first, byte[] second) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(proof, "HmacSHA256"));
      mac.update(side.getBytes(StandardCharsets.US_ASCII));
      mac.update(first);
      return mac.doFinal(second);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

package dev.wardroom.wire.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class P521Test {
  private final TestSigner signer = new TestSigner();
  private final byte[] message = Digest64.of(new byte[] {1}).toArray();

  @Test
  void aPointOfTheCurveIsTaken() throws ProtocolException {
    P521PublicKey key = P521PublicKey.fromWire(signer.publicKey().toArray());

    assertThat(key).isEqualTo(signer.publicKey());
    assertThat(key.hash("a")).isNotEqualTo(key.hash("b"));
  }

  @Test
  void aPointOffTheCurveIsRefused() {
    byte[] point = signer.publicKey().toArray();
    point[132] ^= 1;

    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(point));
  }

  @Test
  void infinityIsRefused() {
    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(new byte[1]));
    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(new byte[133]));
    byte[] zeros = new byte[133];
    zeros[0] = 4;
    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(zeros));
  }

  @Test
  void compressedAndHybridPointsAreRefused() {
    byte[] point = signer.publicKey().toArray();
    byte[] compressed = Arrays.copyOf(point, 67);
    compressed[0] = (byte) (2 + (point[132] & 1));
    byte[] hybrid = point.clone();
    hybrid[0] = (byte) (6 + (point[132] & 1));

    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(compressed));
    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(hybrid));
  }

  @Test
  void coordinatesOfThePrimeOrMoreAreRefused() {
    byte[] point = signer.publicKey().toArray();
    BigInteger x = new BigInteger(1, point, 1, 66);
    // 66 bytes have room for x + p, which is the same number modulo p.
    byte[] shifted = point.clone();
    System.arraycopy(P521.toBytes(x.add(P521.PRIME)), 0, shifted, 1, 66);
    byte[] yShifted = point.clone();
    BigInteger y = new BigInteger(1, point, 67, 66);
    System.arraycopy(P521.toBytes(y.add(P521.PRIME)), 0, yShifted, 67, 66);

    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(shifted));
    Refused.with(ProtocolError.KEY_INVALID, () -> P521PublicKey.fromWire(yShifted));
  }

  @Test
  void aSignatureHoldsForItsMessageAndKeyOnly() {
    P521Signature signature = signer.sign(message);

    assertThat(signer.publicKey().verifies(signature, message)).isTrue();
    assertThat(signer.publicKey().verifies(signature, new byte[64])).isFalse();
    assertThat(new TestSigner().publicKey().verifies(signature, message)).isFalse();
    Refused.with(
        ProtocolError.SIGNATURE_INVALID, () -> signer.publicKey().check(signature, new byte[64]));
  }

  @Test
  void theHighSOfAGoodSignatureIsRefused() throws ProtocolException {
    byte[] low = signer.sign(message).toArray();
    byte[] high = low.clone();
    BigInteger s = new BigInteger(1, low, 66, 66);
    System.arraycopy(P521.toBytes(P521.ORDER.subtract(s)), 0, high, 66, 66);

    assertThat(P521Signature.fromWire(low).toArray()).isEqualTo(low);
    Refused.with(ProtocolError.SIGNATURE_FORM, () -> P521Signature.fromWire(high));
    assertThat(P521Signature.normalised(high).toArray()).isEqualTo(low);
  }

  @Test
  void bothHalvesThatALibraryMakesAreNormalised() {
    for (int i = 0; i < 32; i++) {
      byte[] input = {(byte) i};
      P521Signature signature = P521Signature.normalised(signer.signRaw(input));
      assertThat(signer.publicKey().verifies(signature, input)).isTrue();
    }
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    byte[] good = signer.sign(message).toArray();
    byte[] zeroR = good.clone();
    Arrays.fill(zeroR, 0, 66, (byte) 0);
    byte[] zeroS = good.clone();
    Arrays.fill(zeroS, 66, 132, (byte) 0);
    byte[] orderR = good.clone();
    System.arraycopy(P521.toBytes(P521.ORDER), 0, orderR, 0, 66);

    Refused.with(ProtocolError.SIGNATURE_FORM, () -> P521Signature.fromWire(zeroR));
    Refused.with(ProtocolError.SIGNATURE_FORM, () -> P521Signature.fromWire(zeroS));
    Refused.with(ProtocolError.SIGNATURE_FORM, () -> P521Signature.fromWire(orderR));
    Refused.with(ProtocolError.SIGNATURE_FORM, () -> P521Signature.fromWire(new byte[131]));
    Refused.with(ProtocolError.SIGNATURE_FORM, () -> P521Signature.fromWire(new byte[133]));
  }

  @Test
  void halfTheOrderIsTheHighestS() throws ProtocolException {
    byte[] signature = signer.sign(message).toArray();
    BigInteger half = P521.ORDER.shiftRight(1);
    System.arraycopy(P521.toBytes(half), 0, signature, 66, 66);
    byte[] oneMore = signature.clone();
    System.arraycopy(P521.toBytes(half.add(BigInteger.ONE)), 0, oneMore, 66, 66);

    assertThat(P521Signature.fromWire(signature).toArray()).isEqualTo(signature);
    Refused.with(ProtocolError.SIGNATURE_FORM, () -> P521Signature.fromWire(oneMore));
  }

  @Test
  void signedBytesAreReadBackAndHaveOneForm() throws ProtocolException {
    byte[] signed = signer.signed(message);

    SignedBytes parsed = SignedBytes.decode(signed, 100);

    assertThat(parsed.encode()).isEqualTo(signed);
    parsed.checkOnly(signer.publicKey());
    Refused.with(ProtocolError.TOO_LARGE, () -> SignedBytes.decode(signed, 63));
    Refused.with(
        ProtocolError.MALFORMED,
        () -> SignedBytes.decode(Arrays.copyOf(signed, signed.length + 1), 100));
    Refused.with(
        ProtocolError.MALFORMED,
        () -> SignedBytes.decode(Arrays.copyOf(signed, signed.length - 1), 100));
  }

  @Test
  void twoSignaturesAreNotTakenForOne() throws ProtocolException {
    SignedBytes two = SignedBytes.decode(signer.signedReplacing(message, new TestSigner()), 100);

    Refused.with(ProtocolError.MALFORMED, () -> two.checkOnly(signer.publicKey()));
  }

  @Test
  void theJdkDoesTheWorkWhereCorrettoIsAbsent() {
    assertThat(CryptoProviders.preferred().name()).isEqualTo("JDK");
    assertThat(CryptoProviders.jdk().ecdsa().getProvider().getName()).isEqualTo("SunEC");
  }
}

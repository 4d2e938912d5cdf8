package dev.wardroom.wire.key;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/// A signed object as it travels and is stored: `u32 length || body || u8 count || signatures`. The
/// body begins with its own label and version; it is what is signed and what is hashed. No hash
/// covers a signature. Nothing here is verified: the objects' own classes do that.
public record SignedBytes(Bytes body, List<P521Signature> signatures) {
  /// A device list whose root key changed has two.
  public static final int SIGNATURES_MAX = 2;

  public SignedBytes {
    signatures = List.copyOf(signatures);
    if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
      throw new IllegalArgumentException("one or two signatures");
    }
  }

  public static SignedBytes of(byte[] body, P521Signature... signatures) {
    return new SignedBytes(Bytes.of(body), List.of(signatures));
  }

  /// Throws MALFORMED, TOO_LARGE, SIGNATURE_FORM.
  public static SignedBytes decode(byte[] input, int bodyMax) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(input);
    Bytes body = reader.variable(bodyMax);
    int count = reader.u8();
    if (count < 1 || count > SIGNATURES_MAX) {
      throw new ProtocolException(ProtocolError.MALFORMED, "count of signatures");
    }
    List<P521Signature> signatures = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      signatures.add(P521Signature.read(reader));
    }
    reader.end();
    return new SignedBytes(body, signatures);
  }

  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(body.length() + 300).variable(body);
    writer.u8(signatures.size());
    signatures.forEach(signature -> writer.fixed(signature.bytes()));
    return writer.toArray();
  }

  public P521Signature signature() {
    return signatures.getFirst();
  }

  /// Throws SIGNATURE_INVALID unless there is exactly one signature and it is the key's.
  public void checkOnly(P521PublicKey key) throws ProtocolException {
    if (signatures.size() != 1) {
      throw new ProtocolException(ProtocolError.MALFORMED, "one signature expected");
    }
    key.check(signature(), body.unsafeArray());
  }
}

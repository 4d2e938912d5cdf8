package dev.wardroom.core.message;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.SignedMessage;
import java.util.Optional;

/// A message as it came from the server: lengths, versions and forms are right (check M-01),
/// nothing is verified.
public final class ReceivedMessage {
  private final SignedMessage message;
  private final Exchange exchange;
  private final Optional<Bytes> leaseRecord;

  private ReceivedMessage(SignedMessage message, Exchange exchange, Optional<Bytes> leaseRecord) {
    this.message = message;
    this.exchange = exchange;
    this.leaseRecord = leaseRecord;
  }

  /// Throws MALFORMED, TOO_LARGE, UNSUPPORTED_VERSION, UNSUPPORTED_SUITE, SIGNATURE_FORM,
  /// KEY_INVALID.
  ///
  /// @param leaseRecord empty when the server left it out, because it was delivered before
  public static ReceivedMessage of(SignedMessage message, Exchange exchange, byte[] leaseRecord)
      throws ProtocolException {
    if (leaseRecord.length > WireLimits.LEASE_RECORD_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "lease record");
    }
    Optional<Bytes> record =
        leaseRecord.length == 0 ? Optional.empty() : Optional.of(Bytes.of(leaseRecord));
    return new ReceivedMessage(message, exchange, record);
  }

  public SignedMessage message() {
    return message;
  }

  public Exchange exchange() {
    return exchange;
  }

  public Optional<Bytes> leaseRecord() {
    return leaseRecord;
  }
}

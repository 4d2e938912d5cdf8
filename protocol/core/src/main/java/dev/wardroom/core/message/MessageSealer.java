package dev.wardroom.core.message;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.PayloadKey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.message.Audience;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Seals messages of one device. Every sealing, a retry included, draws a fresh message key and a
/// fresh ephemeral key pair. Per recipient device it costs one ECDH and some hashing. Keeps JCA
/// objects for reuse; belongs to one thread.
public final class MessageSealer {
  private final DeviceKey deviceKey;
  private final RandomSource random;
  private final Hpke hpke = new Hpke();
  private final Hkdf hkdf = new Hkdf();
  private final AesGcm aead = new AesGcm();

  public MessageSealer(DeviceKey deviceKey, RandomSource random) {
    this.deviceKey = deviceKey;
    this.random = random;
  }

  /// Throws TOO_LARGE for content or recipients over the limit, LEASE_ENDED when a lease must be
  /// claimed anew, LEASE_MISMATCH for a lease of another conversation or device or a device named
  /// twice.
  public SealedMessage seal(SealRequest request) throws ProtocolException {
    checkRecipients(request);
    return sealUnchecked(request);
  }

  /// For measuring: many exchanges with few devices.
  SealedMessage sealUnchecked(SealRequest request) throws ProtocolException {
    SecretBytes messageKey = SecretBytes.random(PayloadKey.MESSAGE_KEY_LENGTH, random);
    MessageDraft draft = request.draft();
    try (PayloadKey payloadKey = PayloadKey.derive(hkdf, messageKey, draft.id());
        P521PrivateKey ephemeral = P521PrivateKey.generate(random)) {
      byte[] header = header(request, payloadKey.commitment()).encode();
      Bytes payload = payloadKey.seal(aead, header, draft.content());
      Bytes point = ephemeral.publicKey().bytes();
      Digest64 digest = MessageBindings.digest(Bytes.of(header), point, payload);
      P521Signature signature = deviceKey.signMessage(digest);
      List<SealedMessage.ForDevice> exchanges = new ArrayList<>(request.recipients().size());
      for (LeasedDevice device : request.recipients()) {
        exchanges.add(exchange(device, ephemeral, digest, messageKey));
      }
      SignedMessage message =
          SignedMessage.fromWire(
              header, point.unsafeArray(), payload.unsafeArray(), signature.toArray());
      return new SealedMessage(message, exchanges, messageKey);
    } finally {
      hpke.forget();
    }
  }

  private SealedMessage.ForDevice exchange(
      LeasedDevice device, P521PrivateKey ephemeral, Digest64 digest, SecretBytes messageKey) {
    LeaseRecord record = device.record();
    MessageBindings.Recipient recipient =
        new MessageBindings.Recipient(
            record.recipientUser(), record.recipientDevice(), record.prekey());
    byte[] info =
        MessageBindings.exchangeInfo(
            record.suite(),
            record.network(),
            recipient,
            record.lease(),
            device.recordHash(),
            digest);
    byte[] sealed =
        hpke.seal(
            ephemeral,
            device.agreementKey(),
            info,
            device.psk().orElse(null),
            messageKey.read(SecretAccess.granted()));
    return new SealedMessage.ForDevice(
        record.recipientDevice(), new Exchange(record.lease(), Bytes.wrap(sealed)));
  }

  private static MessageHeader header(SealRequest request, Hash32 commitment) {
    SenderPlace place = request.place();
    MessageDraft draft = request.draft();
    return new MessageHeader(
        lowestSuite(request.recipients()),
        draft.id(),
        place.conversation(),
        place.user(),
        place.device(),
        place.listHash(),
        place.head(),
        Audience.hash(request.audience(), request.leftOut()),
        request.leftOut(),
        place.sequence(),
        place.previous(),
        draft.sentAt(),
        draft.ttlSeconds(),
        draft.scope(),
        draft.urgency(),
        commitment);
  }

  private static Suite lowestSuite(List<LeasedDevice> recipients) {
    boolean allPostQuantum =
        recipients.stream().allMatch(device -> device.record().suite().isPostQuantum());
    return allPostQuantum ? Suite.P521_MLKEM1024 : Suite.P521;
  }

  private static void checkRecipients(SealRequest request) throws ProtocolException {
    if (request.recipients().size() > WireLimits.CONVERSATION_DEVICES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "recipient devices");
    }
    SenderPlace place = request.place();
    Set<DeviceId> devices = new HashSet<>();
    for (LeasedDevice device : request.recipients()) {
      LeaseRecord record = device.record();
      device.checkOpen(request.now());
      boolean matches =
          record.network().equals(place.network())
              && record.conversation().equals(place.conversation())
              && record.senderDevice().equals(place.device())
              && devices.add(record.recipientDevice());
      if (!matches) {
        throw new ProtocolException(ProtocolError.LEASE_MISMATCH, "not for this message");
      }
    }
  }
}

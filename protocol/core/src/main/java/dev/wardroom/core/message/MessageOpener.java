package dev.wardroom.core.message;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PayloadKey;
import dev.wardroom.core.lease.ReceivedLease;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks and opens messages for one device: [#verify], then [#open]. The order is the protocol's:
/// what costs little comes first, and nothing is written before the signature holds.
///
/// Keeps the leases of the last messages ready, at most 64; when a prekey is destroyed the caller
/// says so by [#forget]. Belongs to one thread.
public final class MessageOpener implements AutoCloseable {
  private static final int LEASES_MAX = 64;

  private final ReceiverState state;
  private final Hpke hpke = new Hpke();
  private final Hkdf hkdf = new Hkdf();
  private final AesGcm aead = new AesGcm();
  private final Map<Hash32, ReceivedLease> leases = new LinkedHashMap<>(16, 0.75f, true);

  public MessageOpener(ReceiverState state) {
    this.state = state;
  }

  /// Checks M-02 to M-13. Throws WRONG_CONVERSATION; ALREADY_SEEN; LEASE_MISMATCH,
  /// UNSUPPORTED_SUITE, LEASE_ENDED; PREKEY_GIVEN_TWICE, PREKEY_UNKNOWN; and what [#genuine]
  /// throws. After LIST_UNKNOWN, HEAD_UNKNOWN and WRONG_CONVERSATION the caller fetches and tries
  /// again.
  ///
  /// @param now milliseconds since epoch
  public VerifiedMessage verify(ReceivedMessage received, long now) throws ProtocolException {
    ReceiverChecks checks = new ReceiverChecks(state, received.message().header());
    ConversationState newest = checks.knownConversation();
    checks.notSeen();
    Bytes recordBytes = checks.knownRecord(received);
    LeaseRecord record = LeaseRecord.decode(recordBytes.unsafeArray());
    checks.record(record, received);
    ReceiverState.StoredPrekey prekey = checks.knownPrekey(record);
    checks.freshness(now);
    GenuineMessage genuine = genuine(checks, newest, received.message());
    return new VerifiedMessage(received, record, recordBytes, prekey, genuine.notices());
  }

  /// The same checks without those of lease and prekey (M-02, M-08 to M-13): for a message that
  /// this device cannot open, before anything stands for it. Throws WRONG_CONVERSATION;
  /// ALREADY_SEEN, CLOCK_AHEAD, TOO_OLD; LIST_UNKNOWN, DEVICE_UNKNOWN, DEVICE_REMOVED,
  /// LIST_EXPIRED; HEAD_UNKNOWN, NOT_A_MEMBER, WRONG_USER; SIGNATURE_INVALID.
  public GenuineMessage genuine(SignedMessage message, long now) throws ProtocolException {
    ReceiverChecks checks = new ReceiverChecks(state, message.header());
    ConversationState newest = checks.knownConversation();
    checks.notSeen();
    checks.freshness(now);
    return genuine(checks, newest, message);
  }

  /// As [#genuine(SignedMessage, long)] for a message that came before and comes again as an item:
  /// its id is known and its time was judged then (M-02, M-10 to M-13).
  public GenuineMessage genuineItem(SignedMessage message) throws ProtocolException {
    ReceiverChecks checks = new ReceiverChecks(state, message.header());
    return genuine(checks, checks.knownConversation(), message);
  }

  private static GenuineMessage genuine(
      ReceiverChecks checks, ConversationState newest, SignedMessage message)
      throws ProtocolException {
    VerifiedDeviceList list = checks.senderList();
    ConversationState atHead = checks.headState(list);
    checks.scope(atHead);
    message.checkSignature(list.requireDevice(message.header().senderDevice()).key());
    return new GenuineMessage(message, checks.notices(atHead, newest, list));
  }

  /// Checks M-14 to M-17: exchange, commitment, payload, padding. Throws NOT_OPENED, and nothing
  /// else, whatever failed.
  public OpenedMessage open(VerifiedMessage verified) throws ProtocolException {
    SecretBytes messageKey = null;
    try {
      messageKey = unwrap(verified);
      return opened(verified, messageKey);
    } catch (ProtocolException e) {
      if (messageKey != null) {
        messageKey.close();
      }
      throw new ProtocolException(ProtocolError.NOT_OPENED, "message");
    }
  }

  /// Drops what is kept of a destroyed prekey.
  public void forget(PrekeyId prekey) {
    hpke.forget();
    Iterator<ReceivedLease> kept = leases.values().iterator();
    while (kept.hasNext()) {
      ReceivedLease lease = kept.next();
      if (lease.record().prekey().equals(prekey)) {
        lease.close();
        kept.remove();
      }
    }
  }

  private SecretBytes unwrap(VerifiedMessage verified) throws ProtocolException {
    ReceivedLease lease = lease(verified);
    LeaseRecord record = lease.record();
    SignedMessage message = verified.message();
    MessageBindings.Recipient recipient =
        new MessageBindings.Recipient(state.user(), state.device(), record.prekey());
    byte[] info =
        MessageBindings.exchangeInfo(
            record.suite(),
            state.network(),
            recipient,
            record.lease(),
            lease.recordHash(),
            message.digest());
    return SecretBytes.wrap(
        hpke.open(
            message.ephemeralKey(),
            lease.agreementKey(),
            info,
            lease.psk().orElse(null),
            verified.received().exchange().sealed().unsafeArray()));
  }

  private OpenedMessage opened(VerifiedMessage verified, SecretBytes messageKey)
      throws ProtocolException {
    SignedMessage message = verified.message();
    if (messageKey.length() != PayloadKey.MESSAGE_KEY_LENGTH) {
      throw new ProtocolException(ProtocolError.NOT_OPENED, "length of the key");
    }
    try (PayloadKey key = PayloadKey.derive(hkdf, messageKey, message.header().id())) {
      byte[] content = key.open(aead, message.header(), message.headerBytes(), message.payload());
      LeaseRecord record = verified.leaseRecord();
      Optional<PrekeyBinding> binding =
          verified.prekey().kind() == PrekeyKind.STANDING
              ? Optional.empty()
              : Optional.of(new PrekeyBinding(record.senderDevice(), record.lease()));
      return new OpenedMessage(
          message,
          content,
          verified.notices(),
          record,
          verified.recordBytes(),
          binding,
          messageKey);
    }
  }

  private ReceivedLease lease(VerifiedMessage verified) throws ProtocolException {
    Hash32 hash = Hash32.of(Labels.LEASE_RECORD_HASH, verified.recordBytes());
    ReceivedLease kept = leases.get(hash);
    if (kept != null) {
      return kept;
    }
    ReceivedLease lease =
        ReceivedLease.open(
            verified.leaseRecord(), verified.recordBytes(), verified.prekey().prekey(), hpke);
    leases.put(hash, lease);
    if (leases.size() > LEASES_MAX) {
      Iterator<ReceivedLease> oldest = leases.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    return lease;
  }

  @Override
  public void close() {
    hpke.forget();
    leases.values().forEach(ReceivedLease::close);
    leases.clear();
  }

  /// A message whose sender, place and signature were checked (M-02, M-08 to M-13), whatever
  /// becomes of its lease. Only the opener makes one. It need not be readable here: it may stand
  /// for itself as a message that could not be opened, and may be asked for.
  public static final class GenuineMessage {
    private final SignedMessage message;
    private final Set<MessageNotice> notices;

    GenuineMessage(SignedMessage message, Set<MessageNotice> notices) {
      this.message = message;
      this.notices = Set.copyOf(notices);
    }

    public SignedMessage message() {
      return message;
    }

    public MessageHeader header() {
      return message.header();
    }

    public Set<MessageNotice> notices() {
      return notices;
    }
  }
}

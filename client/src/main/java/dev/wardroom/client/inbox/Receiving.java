package dev.wardroom.client.inbox;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.Events;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.Items;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.messages.Warnings;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.People;
import dev.wardroom.client.prekeys.InboundLeases;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.message.MessageNotice;
import dev.wardroom.core.message.MessageOpener;
import dev.wardroom.core.message.MessageOpener.GenuineMessage;
import dev.wardroom.core.message.OpenedMessage;
import dev.wardroom.core.message.ReceivedMessage;
import dev.wardroom.core.message.SenderTrail;
import dev.wardroom.core.message.VerifiedMessage;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.schema.v1.Resent;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Member;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.PrekeyId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Verifies and opens one message, and saves what it changes. Belongs to the inbox's thread.
public final class Receiving implements AutoCloseable {

  private static final Set<ProtocolError> FETCH_AND_TRY_AGAIN =
      EnumSet.of(
          ProtocolError.LIST_UNKNOWN, ProtocolError.HEAD_UNKNOWN, ProtocolError.WRONG_CONVERSATION);

  /// The message is genuine, but this device cannot open it: the sender's devices can send it
  /// again.
  private static final Set<ProtocolError> NOT_FOR_US_ANY_MORE =
      EnumSet.of(
          ProtocolError.PREKEY_UNKNOWN,
          ProtocolError.PREKEY_GIVEN_TWICE,
          ProtocolError.LEASE_MISMATCH,
          ProtocolError.LEASE_ENDED,
          ProtocolError.NOT_OPENED);

  private final Local local;
  private final ServerClock clock;
  private final ConversationLog log;
  private final DeviceLists lists;
  private final People people;
  private final InboundLeases leases;
  private final MessageOpener opener;
  private final MessageStore messages;
  private final SeenStore seen;
  private final ContentApplier applier;
  private final SendAgain sendAgain;
  private final Expiry expiry;
  private final News news;
  private final StandIns standIns;
  private boolean destroyed;

  public Receiving(
      Local local,
      Me me,
      ServerClock clock,
      ConversationLog log,
      DeviceLists lists,
      People people,
      Parts parts) {
    this.local = local;
    this.clock = clock;
    this.log = log;
    this.lists = lists;
    this.people = people;
    this.leases = parts.leases();
    this.opener = new MessageOpener(parts.state());
    this.messages = parts.messages();
    this.seen = parts.seen();
    this.applier = parts.applier();
    this.sendAgain = parts.sendAgain();
    this.expiry = parts.expiry();
    this.news = parts.news();
    this.standIns = new StandIns(local, me);
  }

  public record Parts(
      InboundLeases leases,
      ReceivingState state,
      MessageStore messages,
      SeenStore seen,
      ContentApplier applier,
      SendAgain sendAgain,
      Expiry expiry,
      News news) {}

  /// @throws ProtocolException when the message is refused: the caller keeps and shows it
  public void message(ConversationId id, Item item) throws ProtocolException {
    MessageItem sent = item.getMessage();
    SignedMessage message =
        SignedMessage.fromWire(
            sent.getHeader().toByteArray(),
            sent.getEphemeralKey().toByteArray(),
            sent.getPayload().toByteArray(),
            sent.getSignature().toByteArray());
    if (!message.header().conversation().equals(id)) {
      throw new ProtocolException(ProtocolError.WRONG_CONVERSATION, "message of another one");
    }
    ReceivedMessage received =
        ReceivedMessage.of(
            message,
            Exchange.fromWire(sent.getLeaseId().toByteArray(), sent.getSealed().toByteArray()),
            sent.getLeaseRecord().toByteArray());
    OpenedMessage opened;
    try {
      opened = open(received);
    } catch (ProtocolException e) {
      failed(item, message, e);
      return;
    }
    try (opened) {
      save(item, opened);
    }
  }

  private OpenedMessage open(ReceivedMessage received) throws ProtocolException {
    VerifiedMessage verified =
        fetched(
            received.message().header(),
            () -> opener.verify(received, clock.millis()),
            VerifiedMessage::notices);
    try {
      return opener.open(verified);
    } catch (ProtocolException e) {
      boolean last = local.db().tx(tx -> leases.failed(tx, verified.leaseRecord()));
      if (last) {
        forget(verified.leaseRecord().prekey());
      }
      throw e;
    }
  }

  /// A message that cannot be opened is judged by its sender like any other before a row stands for
  /// it: a lease that does not fit is easily made.
  private void failed(Item item, SignedMessage message, ProtocolException e)
      throws ProtocolException {
    if (e.error() == ProtocolError.ALREADY_SEEN) {
      local
          .db()
          .write(
              tx -> log.store().advance(tx, message.header().conversation(), item.getNumber(), 0));
      return;
    }
    if (!NOT_FOR_US_ANY_MORE.contains(e.error())) {
      throw e;
    }
    GenuineMessage genuine =
        fetched(
            message.header(),
            () -> opener.genuine(message, clock.millis()),
            GenuineMessage::notices);
    undecryptable(item, genuine);
  }

  @FunctionalInterface
  private interface Check<T> {
    T run() throws ProtocolException;
  }

  /// Runs a check; fetches what it did not know, and lists that may be old, and runs it again.
  private <T> T fetched(
      MessageHeader header, Check<T> check, Function<T, Set<MessageNotice>> notices)
      throws ProtocolException {
    T checked;
    try {
      checked = check.run();
    } catch (ProtocolException e) {
      if (!FETCH_AND_TRY_AGAIN.contains(e.error())) {
        throw e;
      }
      if (e.error() == ProtocolError.LIST_UNKNOWN) {
        lists.refresh(List.of(header.senderUser()));
      } else {
        log.learn(header.conversation());
      }
      checked = check.run();
    }
    boolean listsMayBeOld =
        notices.apply(checked).contains(MessageNotice.AUDIENCE_DIFFERS)
            || notices.apply(checked).contains(MessageNotice.ROOT_CHANGED_SINCE);
    if (listsMayBeOld) {
      lists.refresh(members(header.conversation()));
      checked = check.run();
    }
    return checked;
  }

  private List<dev.wardroom.wire.id.UserId> members(ConversationId id) {
    return log.find(id).stream()
        .flatMap(conversation -> conversation.state().members().stream())
        .map(Member::user)
        .toList();
  }

  private void save(Item item, OpenedMessage opened) throws ProtocolException {
    MessageHeader header = opened.header();
    Content content;
    try {
      content = Content.parseFrom(opened.content());
    } catch (InvalidProtocolBufferException e) {
      throw new ProtocolException(ProtocolError.MALFORMED, "content");
    }
    Optional<Answered> answer =
        content.hasResent() ? answered(header, content.getResent()) : Optional.empty();
    Optional<VerifiedDeviceList> askerThen =
        content.hasSendAgain() ? lists.known(header.senderUser()) : Optional.empty();
    // Names first: whoever is told of the message shows them.
    people.learn(List.of(header.senderUser()));
    byte[] key = opened.messageKey().read(SecretAccess.granted()).clone();
    boolean gone =
        local
            .db()
            .tx(tx -> {
              int warnings =
                  trail(tx, opened.message()) | bits(opened.notices()) | forked(tx, header);
              Received received =
                  new Received(
                      header,
                      opened.message().digest(),
                      item.getNumber(),
                      item.getAcceptedAt(),
                      warnings,
                      Items.parts(opened.message()),
                      key);
              boolean destroyedNow = leases.used(tx, opened, clock.millis());
              seen.saw(
                  tx,
                  header.senderDevice(),
                  header.id(),
                  opened.message().digest(),
                  clock.millis());
              applier.apply(tx, received, content);
              answer.ifPresent(each -> resent(tx, each));
              if (content.hasSendAgain()) {
                sendAgain.answer(tx, header, content.getSendAgain(), askerThen, clock.millis());
              }
              log.store().advance(tx, header.conversation(), item.getNumber(), 0);
              return destroyedNow;
            });
    java.util.Arrays.fill(key, (byte) 0);
    if (gone) {
      forget(opened.leaseRecord().prekey());
    }
    leases.tooMany().forEach(this::letGo);
    expiry.wake();
  }

  private void forget(PrekeyId prekey) {
    letGo(prekey);
    destroyed = true;
  }

  /// First what was derived from it, then the private half itself.
  private void letGo(PrekeyId prekey) {
    opener.forget(prekey);
    leases.forget(prekey);
  }

  private int trail(Tx tx, SignedMessage message) {
    MessageHeader header = message.header();
    SenderTrail.Step step =
        seen.trail(tx, header.conversation(), header.senderDevice())
            .accept(
                new SenderTrail.Seen(
                    header.sequence(),
                    header.previous(),
                    MessageBindings.previous(message.digest())));
    boolean gap = step.notices().contains(MessageNotice.SEQUENCE_GAP);
    seen.saveTrail(tx, header.conversation(), header.senderDevice(), step.trail(), gap);
    return step.notices().contains(MessageNotice.CLONE_ALARM)
        ? Warnings.bit(WarningView.Kind.CLONE)
        : 0;
  }

  private int forked(Tx tx, MessageHeader header) {
    return log.store().find(tx, header.conversation()).filter(Conversation::forked).isPresent()
        ? Warnings.bit(WarningView.Kind.FORK)
        : 0;
  }

  private static int bits(Set<MessageNotice> notices) {
    int bits = 0;
    for (MessageNotice notice : notices) {
      bits |=
          switch (notice) {
            case AUDIENCE_DIFFERS, RETENTION_LEFT_OUT -> Warnings.bit(WarningView.Kind.AUDIENCE);
            case SENDER_LEFT_SINCE, DEVICE_REMOVED_SINCE -> Warnings.bit(WarningView.Kind.LATE);
            case ROOT_CHANGED_SINCE -> Warnings.bit(WarningView.Kind.ROOT_CHANGED);
            case CLONE_ALARM -> Warnings.bit(WarningView.Kind.CLONE);
            // Known only once the mailbox is read to its end.
            case SEQUENCE_GAP -> 0;
          };
    }
    return bits;
  }

  /// An answer, and what its checks say now.
  private record Answered(SendAgain.Answer answer, Set<MessageNotice> notices) {}

  /// An answer counts when it comes from the item's own user, in the item's conversation, and the
  /// item's sender is as good as that of any message. Otherwise it is none, and the message that
  /// carries it is taken all the same.
  private Optional<Answered> answered(MessageHeader carrier, Resent resent) {
    SendAgain.Answer answer;
    try {
      answer = sendAgain.open(resent);
    } catch (ProtocolException e) {
      warn(carrier.conversation(), WarningView.Kind.REFUSED);
      return Optional.empty();
    }
    SignedMessage message = answer.item().message();
    boolean fits =
        message.header().senderUser().equals(carrier.senderUser())
            && message.header().conversation().equals(carrier.conversation());
    try {
      if (!fits) {
        throw new ProtocolException(ProtocolError.WRONG_USER, "answer of somebody else");
      }
      GenuineMessage genuine =
          fetched(message.header(), () -> opener.genuineItem(message), GenuineMessage::notices);
      return Optional.of(new Answered(answer, genuine.notices()));
    } catch (ProtocolException e) {
      answer.item().close();
      warn(carrier.conversation(), WarningView.Kind.REFUSED);
      return Optional.empty();
    }
  }

  /// The answer to an ask of ours: what stood for the message goes, and the message arrives.
  /// Nothing else is ever replaced: a message that is here, or was deleted here, does not come
  /// again.
  private void resent(Tx tx, Answered answered) {
    SendAgain.Answer answer = answered.answer();
    MessageHeader header = answer.item().message().header();
    Optional<Long> number = sendAgain.asked(tx, header, answer.item().message().digest());
    Optional<StoredMessage> standIn =
        messages
            .find(tx, header.id(), header.senderDevice())
            .filter(row -> row.kind() == MessageKind.UNDECRYPTABLE);
    if (number.isEmpty() || standIn.isEmpty()) {
      answer.item().close();
      return;
    }
    messages.deleteStandIn(tx, standIn.get());
    sendAgain.arrived(tx, header);
    byte[] item = answer.item().encode();
    int kept = standIn.get().warnings() & ~Warnings.bit(WarningView.Kind.UNDECRYPTABLE);
    applier.apply(
        tx,
        new Received(
            header,
            answer.item().message().digest(),
            number.get(),
            standIn.get().acceptedAt(),
            kept | bits(answered.notices()),
            Items.parts(answer.item().message()),
            Items.key(item)),
        answer.content());
    answer.item().close();
  }

  private void undecryptable(Item item, GenuineMessage genuine) {
    SignedMessage message = genuine.message();
    MessageHeader header = message.header();
    local
        .db()
        .write(tx -> {
          seen.saw(tx, header.senderDevice(), header.id(), message.digest(), clock.millis());
          int warnings = trail(tx, message) | bits(genuine.notices()) | forked(tx, header);
          messages.insert(tx, standIns.unopened(genuine, item, warnings), null, null);
          sendAgain.unopened(tx, header, message.digest(), item.getNumber(), clock.millis());
          log.store().advance(tx, header.conversation(), item.getNumber(), item.getAcceptedAt());
        });
    warn(header.conversation(), WarningView.Kind.UNDECRYPTABLE);
  }

  private void warn(ConversationId id, WarningView.Kind kind) {
    news.publish(
        new Events.Event.Warned(
            Optional.of(new ConversationRef(id.toString())),
            new WarningView(kind, Warnings.text(kind))));
  }

  /// Whose message an item says it is; not verified.
  public static Optional<DeviceId> claimedSender(Item item) {
    if (!item.hasMessage()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          MessageHeader.decode(item.getMessage().getHeader().toByteArray()).senderDevice());
    } catch (ProtocolException e) {
      return Optional.empty();
    }
  }

  /// An entry was taken: names of newcomers are fetched, so that screens show them.
  public void entryTaken(ConversationId id, LogEntry entry) {
    people.learn(members(id));
    people.learn(List.of(entry.actorUser()));
  }

  public void askAgain(Tx tx, long now) {
    sendAgain.ask(tx, now);
  }

  /// Whether a key was destroyed since the last call.
  public boolean destroyedAny() {
    boolean any = destroyed;
    destroyed = false;
    return any;
  }

  /// After a sweep, which may have destroyed any of them: no key stays in memory. What is needed
  /// again is read and derived anew.
  public void forgetKeys() {
    // Closing drops what the opener keeps ready; it goes on to work.
    opener.close();
    leases.forgetAll();
    destroyed = false;
  }

  @Override
  public void close() {
    opener.close();
    leases.close();
  }
}

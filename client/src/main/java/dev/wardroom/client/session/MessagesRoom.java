package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import dev.wardroom.client.Messages;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.files.Uploads;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.outbox.Outgoing;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.Progress;
import dev.wardroom.schema.v1.Burn;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Deletion;
import dev.wardroom.schema.v1.Edit;
import dev.wardroom.schema.v1.File;
import dev.wardroom.schema.v1.OwnState;
import dev.wardroom.schema.v1.Reaction;
import dev.wardroom.schema.v1.Recall;
import dev.wardroom.schema.v1.Star;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sending and reading.
final class MessagesRoom implements Messages {

  private static final Duration SENT_BEFORE_ABOUT = Duration.ofSeconds(10);

  private final Engine engine;
  private final Coordinator coordinator;
  private final OwnStates ownStates;
  private final Uploads uploads;
  private final Contents contents;
  private final Finding finding;

  MessagesRoom(Engine engine, Coordinator coordinator, OwnStates ownStates, Uploads uploads) {
    this.engine = engine;
    this.coordinator = coordinator;
    this.ownStates = ownStates;
    this.uploads = uploads;
    this.contents = new Contents(engine.people());
    this.finding = new Finding(engine);
  }

  @Override
  public MessageView send(ConversationRef conversation, Draft draft, Progress progress) {
    return Refs.call(() -> {
      Conversation known = usable(Refs.id(conversation));
      Optional<StoredMessage> reply = draft.replyTo().map(finding::require);
      long ttl = draft.ttlSeconds().orElse((int) known.state().timers().ttlSeconds());
      long burn = draft.burnSeconds().orElse((int) known.state().timers().burnSeconds());
      Optional<File> file = Optional.empty();
      if (draft.file().isPresent()) {
        Contents.checkText(draft.text(), true);
        file =
            Optional.of(
                uploads.upload(known.id(), draft.file().get(), draft.voiceMillis(), progress));
      }
      Content content = contents.of(draft, file, reply, burn);
      return put(known.id(), content, kind(content), Optional.empty(), ttl, draft);
    });
  }

  private static MessageKind kind(Content content) {
    if (content.hasFile()) {
      return content.getFile().hasVoiceMemo() ? MessageKind.VOICE : MessageKind.FILE;
    }
    return content.hasLocation() ? MessageKind.LOCATION : MessageKind.TEXT;
  }

  private Conversation usable(ConversationId id) throws ProtocolException {
    Optional<Conversation> known = engine.log().find(id);
    if (known.isEmpty()) {
      engine.log().learn(id);
      known = engine.log().find(id);
    }
    Conversation conversation =
        known.orElseThrow(() -> Refs.notFound("there is no such conversation here"));
    if (conversation.leftAt() != 0) {
      throw Refs.refused("you are no longer a member of this conversation");
    }
    if (conversation.forked()) {
      throw new ClientException(
          ClientException.Kind.NOT_AUTHENTIC,
          "the server showed two histories of this conversation: nothing is sent; tell your"
              + " administrator");
    }
    return conversation;
  }

  private MessageView put(
      ConversationId conversation,
      Content content,
      MessageKind kind,
      Optional<MessageId> target,
      long ttl,
      Draft draft) {
    MessageId id = engine.outbox().newId();
    Urgency urgency = target.isPresent() ? Urgency.SILENT : Urgency.NORMAL;
    Outgoing outgoing =
        new Outgoing(id, conversation, content, MessageScope.conversation(), urgency, ttl);
    StoredMessage row = row(outgoing, kind, target);
    return engine
        .local()
        .db()
        .tx(tx -> {
          engine.messages().insert(tx, row, null, null);
          StoredMessage saved = engine.messages().find(tx, id).orElseThrow();
          draft
              .file()
              .ifPresent(path ->
                  engine.messages().setLocalPath(tx, saved, path.toAbsolutePath().toString()));
          target.ifPresent(each -> engine.inboxParts().applier().settle(tx, conversation, each));
          engine.log().store().advance(tx, conversation, 0, row.sentAt());
          engine.outbox().enqueue(tx, outgoing);
          MessageView view = engine.views().view(tx, engine.messages().find(tx, id).orElseThrow());
          tx.afterCommit(() -> engine.news().publish(new Events.Event.MessageArrived(view)));
          return view;
        });
  }

  private StoredMessage row(Outgoing outgoing, MessageKind kind, Optional<MessageId> target) {
    return new StoredMessage(
        0,
        outgoing.id(),
        outgoing.conversation(),
        0,
        engine.me().user(),
        engine.me().device(),
        true,
        true,
        0,
        Optional.empty(),
        engine.api().server().clock().millis(),
        0,
        outgoing.ttl(),
        outgoing.content().getBurnSeconds(),
        0,
        kind,
        target,
        outgoing.content().hasReplyTo()
            ? Optional.of(
                MessageId.of(outgoing.content().getReplyTo().getMessageId().toByteArray()))
            : Optional.empty(),
        DeliveryState.WAITING,
        false,
        0,
        false,
        0,
        false,
        0,
        Optional.of(outgoing.content()),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public MessageView awaitAccepted(MessageRef message, Duration patience) {
    return Refs.call(() -> {
      MessageId id = Refs.id(message);
      engine.outbox().awaitAccepted(id, patience);
      return finding.view(id);
    });
  }

  @Override
  public MessageView react(MessageRef message, String emoji, boolean removed) {
    return Refs.call(() -> {
      Contents.checkEmoji(emoji);
      StoredMessage target = accepted(message);
      Content content =
          Content.newBuilder()
              .setReaction(
                  Reaction.newBuilder()
                      .setTarget(Contents.reference(target))
                      .setEmoji(emoji)
                      .setRemoved(removed))
              .build();
      return about(target, content, MessageKind.REACTION);
    });
  }

  @Override
  public MessageView edit(MessageRef message, String markdown) {
    return Refs.call(() -> {
      Contents.checkText(markdown, false);
      StoredMessage target = own(message);
      if (target.recalled() || target.kind() != MessageKind.TEXT) {
        throw Refs.refused("only own texts that were not recalled can be edited");
      }
      Content content =
          Content.newBuilder()
              .setBurnSeconds((int) target.burn())
              .setEdit(
                  Edit.newBuilder()
                      .setTarget(Contents.reference(target))
                      .setText(Contents.text(markdown)))
              .build();
      return about(target, content, MessageKind.EDIT);
    });
  }

  @Override
  public MessageView recall(MessageRef message) {
    return Refs.call(() -> {
      StoredMessage target = own(message);
      Content content =
          Content.newBuilder()
              .setRecall(Recall.newBuilder().setTarget(Contents.reference(target)))
              .build();
      MessageView view = about(target, content, MessageKind.RECALL);
      engine.local().db().forgetDeleted();
      engine
          .local()
          .db()
          .write(tx -> engine.withdrawals().add(tx, target.conversation(), target.id()));
      coordinator.later("withdrawals", coordinator::withdraw);
      return view;
    });
  }

  private StoredMessage own(MessageRef message) {
    StoredMessage target = accepted(message);
    if (!target.own()) {
      throw Refs.refused("only the author may do that");
    }
    return target;
  }

  /// A message that has its place; one that is just being sent is waited for.
  private StoredMessage accepted(MessageRef message) {
    StoredMessage found = finding.require(message);
    if (found.delivery() == DeliveryState.WAITING) {
      engine.outbox().awaitAccepted(found.id(), SENT_BEFORE_ABOUT);
      return finding.require(message);
    }
    return found;
  }

  private MessageView about(StoredMessage target, Content content, MessageKind kind)
      throws ProtocolException {
    usable(target.conversation());
    MessageView view =
        put(
            target.conversation(),
            content,
            kind,
            Optional.of(target.id()),
            target.ttl(),
            Draft.text(""));
    engine
        .news()
        .publish(
            new Events.Event.MessageChanged(Refs.of(target.conversation()), Refs.of(target.id())));
    return view;
  }

  @Override
  public void delete(MessageRef message) {
    Refs.run(() -> {
      StoredMessage target = finding.require(message);
      if (target.delivery() == DeliveryState.WAITING) {
        throw Refs.refused("it is still being sent: discard it, or wait and recall it");
      }
      ownStates.change(
          OwnState.newBuilder()
              .setDeletion(
                  Deletion.newBuilder().setMessageId(ByteString.copyFrom(target.id().toArray())))
              .build());
      engine.local().db().forgetDeleted();
    });
  }

  @Override
  public void star(MessageRef message, boolean starred) {
    Refs.run(() ->
        ownStates.change(
            OwnState.newBuilder()
                .setStar(
                    Star.newBuilder()
                        .setMessageId(ByteString.copyFrom(finding.require(message).id().toArray()))
                        .setStarred(starred))
                .build()));
  }

  @Override
  public void markRead(MessageRef message) {
    Refs.run(() -> {
      StoredMessage target = finding.require(message);
      if (target.own() || target.readAt() > 0) {
        return;
      }
      Conversation conversation = engine.log().find(target.conversation()).orElseThrow();
      OwnState state =
          OwnState.newBuilder()
              .setBurn(
                  Burn.newBuilder()
                      .setMessageId(ByteString.copyFrom(target.id().toArray()))
                      .setReadAt(engine.api().server().clock().millis()))
              .build();
      Optional<ConversationId> notes = ownStates.notesIfNeeded();
      engine
          .local()
          .db()
          .write(tx -> {
            ownStates.change(tx, state, notes);
            engine.receipts().read(tx, conversation, List.of(target));
          });
      engine.expiry().wake();
    });
  }

  @Override
  public void discard(MessageRef message) {
    Refs.run(() -> {
      StoredMessage target = finding.require(message);
      boolean discarded =
          engine
              .local()
              .db()
              .tx(tx -> {
                boolean gone = engine.outbox().discard(tx, target.id());
                if (gone && target.number() == 0) {
                  engine.messages().delete(tx, target);
                }
                return gone && target.number() == 0;
              });
      if (!discarded) {
        throw Refs.refused("it may have reached the server: recall it instead");
      }
      engine
          .news()
          .publish(new Events.Event.MessageChanged(Refs.of(target.conversation()), message));
    });
  }

  @Override
  public MessageView get(MessageRef message) {
    return Refs.call(() -> finding.view(finding.require(message).id()));
  }

  @Override
  public MessageView resolve(String idBeginning) {
    return Refs.call(() -> finding.resolve(idBeginning));
  }

  @Override
  public List<MessageView> history(
      ConversationRef conversation, Optional<MessageRef> before, int limit) {
    return Refs.call(() -> {
      MessageStore.Place place =
          before.map(finding::require).map(MessageStore.Place::of).orElse(MessageStore.Place.END);
      return finding.history(Refs.id(conversation), place, limit);
    });
  }

  @Override
  public List<MessageView> search(String words, Optional<ConversationRef> conversation, int limit) {
    return Refs.call(() -> finding.search(words, conversation.map(Refs::id), limit));
  }

  @Override
  public List<MessageView> starred(int limit) {
    return Refs.call(() -> finding.starred(limit));
  }
}

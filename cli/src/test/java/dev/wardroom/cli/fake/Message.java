package dev.wardroom.cli.fake;

import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.MessageView.FileView;
import dev.wardroom.client.view.MessageView.LocationView;
import dev.wardroom.client.view.MessageView.MentionView;
import dev.wardroom.client.view.MessageView.QuoteView;
import dev.wardroom.client.view.MessageView.ReactionView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import dev.wardroom.client.view.WarningView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds a message piece by piece; what is not said is as plain as can be. One thread, one
/// message.
public final class Message {
  private final int number;
  private final PersonView from;
  private final String text;
  private Instant at = Samples.NOW;
  private ConversationRef conversation = Samples.ref("Harbour");
  private MessageKind kind = MessageKind.TEXT;
  private DeliveryState delivery = DeliveryState.ACCEPTED;
  private Optional<QuoteView> replyTo = Optional.empty();
  private final List<MentionView> mentions = new ArrayList<>();
  private Optional<FileView> file = Optional.empty();
  private Optional<LocationView> location = Optional.empty();
  private final List<ReactionView> reactions = new ArrayList<>();
  private Optional<Instant> editedAt = Optional.empty();
  private boolean recalled;
  private Optional<Instant> expiresAt = Optional.empty();
  private int burnSeconds;
  private boolean starred;
  private boolean read = true;
  private List<UserRef> readBy = List.of();
  private final List<WarningView> warnings = new ArrayList<>();

  private Message(int number, PersonView from, String text) {
    this.number = number;
    this.from = from;
    this.text = text;
  }

  public static Message of(int number, PersonView from, String text) {
    return new Message(number, from, text);
  }

  public static MessageRef ref(int number) {
    return new MessageRef(String.format("%032x", number));
  }

  public Message at(String time) {
    at = Instant.parse(time);
    return this;
  }

  public Message in(ConversationRef where) {
    conversation = where;
    return this;
  }

  public Message kind(MessageKind what) {
    kind = what;
    return this;
  }

  public Message delivery(DeliveryState state) {
    delivery = state;
    return this;
  }

  public Message readBy(PersonView... people) {
    readBy = List.of(people).stream().map(PersonView::user).toList();
    delivery = DeliveryState.READ;
    return this;
  }

  public Message replyTo(int quoted, PersonView author, String words) {
    replyTo = Optional.of(new QuoteView(ref(quoted), Optional.of(author), words));
    return this;
  }

  public Message mention(PersonView who) {
    int start = text.indexOf("@" + who.username());
    mentions.add(new MentionView(Optional.of(who.user()), start, who.username().length() + 1));
    return this;
  }

  public Message file(String name, long size, int voiceMillis) {
    kind = voiceMillis > 0 ? MessageKind.VOICE : MessageKind.FILE;
    file =
        Optional.of(
            new FileView(name, "application/octet-stream", size, voiceMillis, Optional.empty()));
    return this;
  }

  public Message place(double latitude, double longitude) {
    kind = MessageKind.LOCATION;
    location = Optional.of(new LocationView(latitude, longitude, 0, ""));
    return this;
  }

  public Message reaction(String emoji, PersonView... by) {
    reactions.add(new ReactionView(emoji, List.of(by)));
    return this;
  }

  public Message edited() {
    editedAt = Optional.of(at);
    return this;
  }

  public Message recalled() {
    recalled = true;
    return this;
  }

  public Message expires(String time) {
    expiresAt = Optional.of(Instant.parse(time));
    return this;
  }

  public Message burn(int seconds) {
    burnSeconds = seconds;
    return this;
  }

  public Message starred() {
    starred = true;
    return this;
  }

  public Message unread() {
    read = false;
    return this;
  }

  public Message warning(WarningView.Kind what, String words) {
    warnings.add(new WarningView(what, words));
    return this;
  }

  public MessageView build() {
    return new MessageView(
        ref(number),
        conversation,
        number,
        number,
        from,
        new DeviceRef("0".repeat(32)),
        from.self(),
        at,
        delivery == DeliveryState.WAITING ? Optional.empty() : Optional.of(at),
        kind,
        from.self() ? delivery : DeliveryState.DELIVERED,
        text,
        Optional.empty(),
        replyTo,
        mentions,
        file,
        location,
        reactions,
        editedAt,
        recalled,
        expiresAt,
        0,
        burnSeconds,
        starred,
        read,
        readBy,
        false,
        warnings);
  }
}

package dev.wardroom.cli.chat.state;

import dev.wardroom.cli.chat.input.Completion.Candidate;
import dev.wardroom.cli.chat.input.Composer;
import dev.wardroom.client.view.MessageView;
import java.util.List;
import java.util.Optional;

/// What is being written.
///
/// @param replyTo the message it answers
/// @param editing the own message whose text it will replace
/// @param candidates completions on offer, the chosen one first when `chosen` is 0
/// @param ttlSeconds for the next message only; absent = the conversation's default
/// @param burnSeconds for the next message only; absent = the conversation's default
public record Composition(
    Composer composer,
    Optional<MessageView> replyTo,
    Optional<MessageView> editing,
    List<Candidate> candidates,
    int chosen,
    Optional<Integer> ttlSeconds,
    Optional<Integer> burnSeconds) {
  public static final Composition EMPTY = of(Composer.EMPTY);

  public Composition {
    candidates = List.copyOf(candidates);
  }

  /// Nothing but the text.
  public static Composition of(Composer composer) {
    return new Composition(
        composer,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  public Composition withComposer(Composer next) {
    return new Composition(next, replyTo, editing, List.of(), 0, ttlSeconds, burnSeconds);
  }

  public Composition withCandidates(List<Candidate> offered, int index) {
    return new Composition(composer, replyTo, editing, offered, index, ttlSeconds, burnSeconds);
  }

  public Composition replyingTo(MessageView message) {
    return new Composition(
        composer, Optional.of(message), Optional.empty(), List.of(), 0, ttlSeconds, burnSeconds);
  }

  public Composition withTimers(Optional<Integer> ttl, Optional<Integer> burn) {
    return new Composition(composer, replyTo, editing, List.of(), 0, ttl, burn);
  }

  /// The own message's text in the composer, to be changed.
  public Composition editing(MessageView message) {
    return new Composition(
        composer.withText(message.text()),
        Optional.empty(),
        Optional.of(message),
        List.of(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /// Empty again; what was written is remembered.
  public Composition sent() {
    return of(composer.sent());
  }
}

package dev.wardroom.client;

import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sending and reading.
///
/// Everything that sends saves first and returns once it is saved; the outbox sends it, again and
/// again if need be. Wait for the server's "on disk" with [#awaitAccepted(MessageRef, Duration)].
public interface Messages {

  /// Saves the message for sending. A file is encrypted and uploaded before this returns, with
  /// progress; a broken upload goes on where it stopped when the same file is sent to the same
  /// conversation again.
  MessageView send(ConversationRef conversation, Draft draft, Progress progress);

  /// Waits until the server has the message on disk.
  ///
  /// @throws ClientException REFUSED when it was given up, UNREACHABLE or TIMEOUT when it is still
  ///   waiting (it will be sent later by itself)
  MessageView awaitAccepted(MessageRef message, Duration patience);

  /// @param emoji one grapheme
  /// @param removed takes the reaction back
  MessageView react(MessageRef message, String emoji, boolean removed);

  /// Own messages only.
  MessageView edit(MessageRef message, String markdown);

  /// Takes an own message back for everyone. A retention process keeps what it has.
  MessageView recall(MessageRef message);

  /// Deletes on the own devices only.
  void delete(MessageRef message);

  void star(MessageRef message, boolean starred);

  /// Marks one message as read: starts its burn clock, moves the read marker of the own devices,
  /// and tells its author.
  void markRead(MessageRef message);

  /// Gives a waiting or failed own message up.
  void discard(MessageRef message);

  /// @throws ClientException NOT_FOUND
  MessageView get(MessageRef message);

  /// By full id or a unique beginning of at least 4 digits.
  ///
  /// @throws ClientException NOT_FOUND or USAGE when several fit
  MessageView resolve(String idBeginning);

  /// What a conversation shows, oldest first: texts, files, locations, membership changes and what
  /// could not be opened; reactions, edits, recalls and receipts are folded into the messages they
  /// are about.
  ///
  /// @param before only older than this message; absent = the newest
  /// @param limit at most 500
  List<MessageView> history(ConversationRef conversation, Optional<MessageRef> before, int limit);

  /// Newest first, in all conversations or one; case does not matter. At most 500.
  List<MessageView> search(String words, Optional<ConversationRef> conversation, int limit);

  /// Starred ones, newest first.
  List<MessageView> starred(int limit);
}

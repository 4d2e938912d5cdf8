package dev.wardroom.client;

import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.UserRef;
import dev.wardroom.client.view.WarningView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What changes while somebody looks: for screens, which read the state again and draw. (Scripts
/// use [Arrivals], which forgets nothing.)
public interface Events {

  /// Starts listening. At most 16 at a time.
  Stream open();

  /// A bounded queue of 1,024 events. When it is full the oldest are replaced by one
  /// [Event.Resync].
  interface Stream extends AutoCloseable {

    /// Waits for at least one event; empty when none came in time.
    List<Event> next(Duration wait);

    @Override
    void close();
  }

  /// One thing that changed.
  sealed interface Event {

    /// A new message of any kind was saved, own ones of other devices included.
    record MessageArrived(MessageView message) implements Event {}

    /// Edited, recalled, reacted to, read, accepted, expired, deleted: read it again; not found =
    /// gone.
    record MessageChanged(ConversationRef conversation, MessageRef message) implements Event {}

    /// Members, title, timers, unread count, pin or mute changed.
    record ConversationChanged(ConversationRef conversation) implements Event {}

    /// Show for about five seconds.
    record Typing(ConversationRef conversation, UserRef user) implements Event {}

    record PresenceChanged(UserRef user, boolean online, boolean away) implements Event {}

    record ConnectionChanged(ConnectionState state, String text) implements Event {}

    /// @param conversation absent when it concerns the account or the network
    record Warned(Optional<ConversationRef> conversation, WarningView warning) implements Event {}

    /// A transfer in the background.
    record Progressed(String step, long done, long total) implements Event {}

    /// Events were lost here: read everything that is shown again.
    record Resync() implements Event {}
  }
}

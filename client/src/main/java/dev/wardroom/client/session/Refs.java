package dev.wardroom.client.session;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.handover.Failures;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.UserRef;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import org.jspecify.annotations.Nullable;

/// Between the facade's refs and exceptions and the engine's.
public final class Refs {

  private Refs() {}

  public static ConversationRef of(ConversationId id) {
    return new ConversationRef(id.toString());
  }

  public static MessageRef of(MessageId id) {
    return new MessageRef(id.toString());
  }

  public static ConversationId id(ConversationRef ref) {
    return parsed(() -> ConversationId.parse(ref.text()), "a conversation id");
  }

  public static MessageId id(MessageRef ref) {
    return parsed(() -> MessageId.parse(ref.text()), "a message id");
  }

  public static UserId id(UserRef ref) {
    return parsed(() -> UserId.parse(ref.text()), "a user id");
  }

  public static DeviceId id(DeviceRef ref) {
    return parsed(() -> DeviceId.parse(ref.text()), "a device id");
  }

  private static <T> T parsed(Work<T> work, String what) {
    try {
      return work.run();
    } catch (ProtocolException e) {
      throw new ClientException(ClientException.Kind.USAGE, "this is not " + what, e);
    }
  }

  /// Work of a room: whatever goes wrong becomes a [ClientException].
  public static <T> T call(Work<T> work) {
    try {
      return work.run();
    } catch (ProtocolException | RuntimeException e) {
      throw Failures.of(e);
    }
  }

  public static void run(Task task) {
    @Nullable Object done =
        call(() -> {
          task.run();
          return true;
        });
    assert done != null;
  }

  public interface Work<T> {
    T run() throws ProtocolException;
  }

  public interface Task {
    void run() throws ProtocolException;
  }

  public static ClientException notFound(String what) {
    return new ClientException(ClientException.Kind.NOT_FOUND, what);
  }

  public static ClientException refused(String why) {
    return new ClientException(ClientException.Kind.REFUSED, why);
  }
}

package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.state.ChatState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The bounded queue before the loop. When it is full, whoever puts waits: the loop only draws and
/// empties it fast. Thread-safe.
final class Inbox {
  static final int INPUTS_MAX = 1_024;
  private final BlockingQueue<Input> queue = new ArrayBlockingQueue<>(INPUTS_MAX);

  /// Puts one; the putting thread is interrupted when the messenger ends, and then gives up.
  void put(Input input) {
    try {
      queue.put(input);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  void change(UnaryOperator<ChatState> change) {
    put(new Input.Changed(change));
  }

  /// Everything that is there; waits for the first, and returns nothing when none came in time.
  List<Input> take(Duration wait) throws InterruptedException {
    @Nullable Input first = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    List<Input> all = new ArrayList<>();
    if (first != null) {
      all.add(first);
      queue.drainTo(all);
    }
    return all;
  }
}

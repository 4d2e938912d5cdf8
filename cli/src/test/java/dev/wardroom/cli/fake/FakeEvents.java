package dev.wardroom.cli.fake;

import dev.wardroom.client.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Events that a test tells.
public final class FakeEvents implements Events {
  private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>();

  public void tell(Event event) {
    queue.add(event);
  }

  @Override
  public Stream open() {
    return new Stream() {
      @Override
      public List<Event> next(Duration wait) {
        List<Event> events = new ArrayList<>();
        try {
          Event first = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
          if (first != null) {
            events.add(first);
            queue.drainTo(events);
          }
        } catch (InterruptedException ending) {
          Thread.currentThread().interrupt();
        }
        return events;
      }

      @Override
      public void close() {}
    };
  }
}

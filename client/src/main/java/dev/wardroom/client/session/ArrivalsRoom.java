package dev.wardroom.client.session;

import dev.wardroom.client.Arrivals;
import dev.wardroom.client.Events;
import dev.wardroom.client.view.MessageView;
import java.time.Duration;
import java.util.List;

/// What came, one by one, each once per reader.
final class ArrivalsRoom implements Arrivals {

  private static final int TAKEN_MAX = 500;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Engine engine;

  ArrivalsRoom(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<MessageView> next(String reader, int max, Duration wait) {
    return Refs.call(() -> {
      long deadline = System.nanoTime() + wait.toNanos();
      try (Events.Stream stream = engine.news().open()) {
        while (true) {
          List<MessageView> found = waiting(reader, Math.clamp(max, 1, TAKEN_MAX));
          long left = deadline - System.nanoTime();
          if (!found.isEmpty() || left <= 0) {
            return found;
          }
          stream.next(Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
        }
      }
    });
  }

  private List<MessageView> waiting(String reader, int max) {
    return engine
        .local()
        .db()
        .tx(tx -> {
          long from =
              tx.number("select coalesce(max(arrival), 0) as n from reader where name = ?", reader);
          return engine.messages().arrivedAfter(tx, from, max).stream()
              .map(message -> engine.views().view(tx, message))
              .toList();
        });
  }

  @Override
  public void begin(String reader, String like) {
    Refs.run(() ->
        engine
            .local()
            .db()
            .write(tx ->
                tx.update(
                    """
                    insert into reader (name, arrival)
                    values (?, coalesce((select arrival from reader where name = ?), 0))
                    on conflict do nothing\
                    """,
                    reader,
                    like)));
  }

  @Override
  public void done(String reader, long arrival) {
    Refs.run(() ->
        engine
            .local()
            .db()
            .write(tx ->
                tx.update(
                    """
                    insert into reader (name, arrival) values (?, ?)
                    on conflict (name) do update set arrival = max(arrival, excluded.arrival)\
                    """,
                    reader,
                    arrival)));
  }
}

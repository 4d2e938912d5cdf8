package dev.wardroom.cli.fake;

import dev.wardroom.client.Arrivals;
import dev.wardroom.client.view.MessageView;
import java.time.Duration;
import java.util.List;

/// Arrivals out of a list, with one saved position.
final class FakeArrivals implements Arrivals {
  private final FakeTalk talk;

  FakeArrivals(FakeTalk talk) {
    this.talk = talk;
  }

  @Override
  public List<MessageView> next(String reader, int max, Duration wait) {
    List<MessageView> next = talk.arrivals.stream().limit(max).toList();
    if (next.isEmpty()) {
      try {
        Thread.sleep(wait.toMillis());
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
    }
    return next;
  }

  @Override
  public void begin(String reader, String like) {
    talk.calls.add("begin " + reader + " like " + like);
  }

  @Override
  public void done(String reader, long arrival) {
    talk.calls.add("done " + reader + " " + arrival);
    talk.arrivals.removeIf(one -> one.arrival() <= arrival);
  }
}

package dev.wardroom.e2e.durability;

import dev.wardroom.e2e.durability.TraceEvent.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Judges sends of a client that sends alone: between asking and hearing the answer there must be a
/// write to the log, a sync that began after the last such write and ended before the answer was
/// written.
public final class DurabilityCheck {

  /// One send as the client saw it, in microseconds since epoch.
  public record Send(long asked, long answered) {}

  private final List<TraceEvent> log;
  private final List<TraceEvent> answers;

  /// @param log events of whoever writes the log
  /// @param answers events of the server
  public DurabilityCheck(List<TraceEvent> log, List<TraceEvent> answers) {
    this.log = log.stream().filter(event -> event.kind() != Kind.ANSWER).toList();
    this.answers = answers.stream().filter(event -> event.kind() == Kind.ANSWER).toList();
  }

  /// What is wrong with each send that is not durable; empty when all are.
  public List<String> violations(List<Send> sends) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < sends.size(); i++) {
      String wrong = judge(sends.get(i));
      if (!wrong.isEmpty()) {
        found.add("send " + i + ": " + wrong);
      }
    }
    return found;
  }

  private String judge(Send send) {
    long answeredAt =
        answers.stream()
            .filter(answer -> answer.began() >= send.asked() && answer.began() <= send.answered())
            .mapToLong(TraceEvent::began)
            .max()
            .orElse(-1);
    if (answeredAt < 0) {
      return "no answer in the trace";
    }
    List<TraceEvent> before =
        log.stream()
            .filter(event -> event.began() >= send.asked() && event.began() <= answeredAt)
            .sorted(Comparator.comparingLong(TraceEvent::began))
            .toList();
    long lastWrite =
        before.stream()
            .filter(event -> event.kind() == Kind.LOG_WRITE)
            .mapToLong(TraceEvent::ended)
            .max()
            .orElse(-1);
    if (lastWrite < 0) {
      return "nothing was written to the log";
    }
    boolean synced =
        before.stream()
            .anyMatch(event ->
                event.kind() == Kind.LOG_SYNC
                    && event.began() >= lastWrite
                    && event.ended() <= answeredAt);
    return synced ? "" : "the answer left before the log was on the disk";
  }
}

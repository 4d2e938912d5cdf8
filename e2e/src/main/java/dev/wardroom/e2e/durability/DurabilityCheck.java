package dev.wardroom.e2e.durability;

import dev.wardroom.e2e.durability.TraceEvent.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Judges sends of a client that sends alone: between asking and hearing the answer there must be a
/// write to the log, and a sync that began after it and ended before the answer was written.
///
/// Where a further write came between that sync and the answer, it may be somebody else's (an
/// acknowledgement, a worker's lease) or the message's own: such a send is *unclear*. A server that
/// answers too early makes all of them unclear or not durable, so that few unclear ones are good.
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

  /// What a trace says about one send.
  public enum Judgement {
    DURABLE,
    UNCLEAR,
    NO_ANSWER_SEEN,
    NOTHING_WRITTEN,
    NOT_DURABLE
  }

  /// How many sends were judged how.
  public Map<Judgement, Integer> judge(List<Send> sends) {
    Map<Judgement, Integer> counts = new EnumMap<>(Judgement.class);
    sends.forEach(send -> counts.merge(judge(send), 1, Integer::sum));
    return counts;
  }

  private Judgement judge(Send send) {
    long answeredAt =
        answers.stream()
            .filter(answer -> answer.began() >= send.asked() && answer.began() <= send.answered())
            .mapToLong(TraceEvent::began)
            .max()
            .orElse(-1);
    if (answeredAt < 0) {
      return Judgement.NO_ANSWER_SEEN;
    }
    List<TraceEvent> before =
        log.stream()
            .filter(event -> event.began() >= send.asked() && event.began() <= answeredAt)
            .toList();
    List<TraceEvent> writes =
        before.stream().filter(event -> event.kind() == Kind.LOG_WRITE).toList();
    if (writes.isEmpty()) {
      return Judgement.NOTHING_WRITTEN;
    }
    long firstWrite = writes.stream().mapToLong(TraceEvent::ended).min().orElseThrow();
    long lastWrite = writes.stream().mapToLong(TraceEvent::ended).max().orElseThrow();
    if (isSynced(before, lastWrite, answeredAt)) {
      return Judgement.DURABLE;
    }
    return isSynced(before, firstWrite, answeredAt) ? Judgement.UNCLEAR : Judgement.NOT_DURABLE;
  }

  private static boolean isSynced(List<TraceEvent> events, long writtenAt, long answeredAt) {
    return events.stream()
        .anyMatch(event ->
            event.kind() == Kind.LOG_SYNC
                && event.began() >= writtenAt
                && event.ended() <= answeredAt);
  }
}

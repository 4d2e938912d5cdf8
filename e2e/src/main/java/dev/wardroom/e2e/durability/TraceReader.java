package dev.wardroom.e2e.durability;

import dev.wardroom.e2e.durability.TraceEvent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what `strace -f -yy -ttt -T -e trace=…` wrote. One thread.
///
/// With `-yy` each descriptor shows what it is: `12</data/wardroom.db-wal>`,
/// `30<TCP:[127.0.0.1:24000->127.0.0.1:51234]>`.
public final class TraceReader {
  /// What is traced; the rest costs nothing.
  public static final String CALLS =
      "trace=fdatasync,fsync,pwrite64,pwritev,write,writev,sendto,sendmsg";

  private static final Pattern COMPLETE =
      Pattern.compile("^(\\d+) +(\\d+\\.\\d{6}) (\\w+)\\((.*)\\) += (-?\\d+).*<(\\d+\\.\\d+)>$");
  private static final Pattern UNFINISHED =
      Pattern.compile("^(\\d+) +(\\d+\\.\\d{6}) (\\w+)\\((.*) <unfinished \\.\\.\\.>$");
  private static final Pattern RESUMED =
      Pattern.compile("^(\\d+) +(\\d+\\.\\d{6}) <\\.\\.\\. (\\w+) resumed>.* = (-?\\d+).*$");
  private static final Pattern DESCRIPTOR = Pattern.compile("^\\d+<([^>]*(?:->[^>]*)?)>");

  private record Begun(String call, String arguments, long at) {}

  private final String clients;
  private final Map<String, Begun> begun = new HashMap<>();
  private final List<TraceEvent> events = new ArrayList<>();

  private TraceReader(int port) {
    this.clients = ":" + port + "-";
  }

  /// Events in the order in which they ended, as far as the file goes.
  ///
  /// @param port on which the server answers its clients: its connections to others are not answers
  public static List<TraceEvent> read(Path trace, int port) throws IOException {
    TraceReader reader = new TraceReader(port);
    try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
      lines.forEach(reader::take);
    }
    return List.copyOf(reader.events);
  }

  private void take(String line) {
    if (line.contains("(INJECTED)")) {
      return;
    }
    Matcher complete = COMPLETE.matcher(line);
    if (complete.matches()) {
      long at = micros(complete.group(2));
      long took = micros(complete.group(6));
      event(complete.group(3), complete.group(4), complete.group(5), at, at + took)
          .ifPresent(events::add);
      return;
    }
    Matcher unfinished = UNFINISHED.matcher(line);
    if (unfinished.matches()) {
      begun.put(
          unfinished.group(1),
          new Begun(unfinished.group(3), unfinished.group(4), micros(unfinished.group(2))));
      return;
    }
    Matcher resumed = RESUMED.matcher(line);
    if (resumed.matches()) {
      Begun start = begun.remove(resumed.group(1));
      if (start != null && start.call().equals(resumed.group(3))) {
        event(
                start.call(),
                start.arguments(),
                resumed.group(4),
                start.at(),
                micros(resumed.group(2)))
            .ifPresent(events::add);
      }
    }
  }

  /// A call that failed, or that the tracer only pretended to make, did nothing.
  private Optional<TraceEvent> event(
      String call, String arguments, String result, long began, long ended) {
    Matcher descriptor = DESCRIPTOR.matcher(arguments);
    if (!descriptor.find() || result.startsWith("-")) {
      return Optional.empty();
    }
    String target = descriptor.group(1);
    boolean log = target.endsWith("-wal") || target.contains("/pg_wal/");
    boolean sync = call.equals("fdatasync") || call.equals("fsync");
    if (log) {
      return Optional.of(new TraceEvent(sync ? Kind.LOG_SYNC : Kind.LOG_WRITE, began, ended));
    }
    boolean toClient = target.startsWith("TCP") && target.contains(clients) && !sync;
    return toClient ? Optional.of(new TraceEvent(Kind.ANSWER, began, ended)) : Optional.empty();
  }

  private static long micros(String seconds) {
    int dot = seconds.indexOf('.');
    return Long.parseLong(seconds.substring(0, dot)) * 1_000_000
        + Long.parseLong(seconds.substring(dot + 1));
  }
}

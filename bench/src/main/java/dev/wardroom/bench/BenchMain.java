package dev.wardroom.bench;

import java.nio.file.Path;

/// `make bench`, with parts and options in ARGS: [BenchArguments#USAGE].
public final class BenchMain {
  private BenchMain() {}

  public static void main(String[] arguments) throws Exception {
    BenchArguments parsed;
    try {
      parsed = BenchArguments.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    Report report = new Report(Path.of("bench", "results"));
    report.machine();
    if (parsed.wants("start")) {
      StartBench.run(report);
    }
    if (parsed.wants("memory")) {
      new MemoryBench(report, parsed).run();
    }
    if (parsed.wants("idle")) {
      new IdleBench(report, parsed).run();
    }
    if (parsed.wants("download")) {
      new DownloadBench(report).run();
    }
    if (parsed.wants("files")) {
      new FilesBench(report, parsed).run();
    }
    MessagesBench messages = new MessagesBench(report, parsed);
    for (String engine : parsed.engines()) {
      if (parsed.wants("accept")) {
        messages.accept(engine);
      }
      if (parsed.wants("latency")) {
        messages.latency(engine);
      }
      if (parsed.wants("room")) {
        messages.room(engine);
      }
    }
  }
}

package dev.wardroom.e2e;

import dev.wardroom.e2e.crash.CrashRun;
import dev.wardroom.e2e.crash.CrashRun.Outcome;
import dev.wardroom.e2e.points.PointOutcome;
import dev.wardroom.e2e.points.PointRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// `make crash`: kills server and clients under load on both engines and prints what was lost.
///
/// Then a `wardroom` command is killed at each point where something is half done.
///
/// Options: `--kills N` (of the server and of clients, for each engine; 20), `--seed N`, `--engine
/// sqlite|postgres|both`, `--port N` (24100). The folders stay, for whoever looks.
public final class CrashMain {
  private static final String HEADINGS = "%-10s %7s %8s %9s %8s %8s %6s %6s %6s %7s %8s%n";

  private static final String POINT_HEADINGS = "%-34s %6s %9s %6s %6s  %s%n";

  private CrashMain() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> options = options(args);
    int kills = Integer.parseInt(options.getOrDefault("kills", "20"));
    int port = Integer.parseInt(options.getOrDefault("port", "24100"));
    long seed =
        Long.parseLong(
            options.getOrDefault("seed", Long.toString(System.nanoTime() & 0xffffffffL)));
    String engine = options.getOrDefault("engine", "both");
    Path folder = Files.createTempDirectory("wardroom-crash");
    System.out.println("seed " + seed + ", folders in " + folder);
    boolean good = true;
    Map<String, Outcome> outcomes = new TreeMap<>();
    if (!engine.equals("postgres")) {
      System.out.println("SQLite: killing the server and clients " + kills + " times each ...");
      outcomes.put("SQLite", run(folder.resolve("sqlite"), port, "", kills, seed));
    }
    if (!engine.equals("sqlite")) {
      System.out.println("PostgreSQL: killing server and clients " + kills + " times each ...");
      try (RealPostgres postgres = RealPostgres.start()) {
        String url = postgres.create("crash");
        outcomes.put("PostgreSQL", run(folder.resolve("postgres"), port + 1, url, kills, seed + 1));
      }
    }
    print(outcomes);
    for (Outcome outcome : outcomes.values()) {
      outcome.examples().forEach(System.out::println);
      good &= outcome.isGood();
    }
    good &= points(folder.resolve("points"));
    System.out.println(good ? "Nothing lost." : "NOT GOOD.");
    System.exit(good ? 0 : 1);
  }

  private static boolean points(Path folder) throws IOException, InterruptedException {
    System.out.println("Killing commands at named points ...");
    boolean good = true;
    try (PointRun run = new PointRun(Files.createDirectories(folder))) {
      System.out.printf(POINT_HEADINGS, "killed", "kills", "expected", "lost", "twice", "");
      for (PointOutcome o : run.all()) {
        System.out.printf(
            POINT_HEADINGS, o.point(), o.kills(), o.expected(), o.lost(), o.twice(), o.note());
        good &= o.isGood();
      }
    }
    return good;
  }

  private static Outcome run(Path folder, int port, String url, int kills, long seed)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return new CrashRun(new CrashRun.Plan(folder, port, url, kills, kills, seed)).run();
  }

  private static void print(Map<String, Outcome> outcomes) {
    System.out.printf(
        HEADINGS,
        "engine",
        "server",
        "client",
        "accepted",
        "resent",
        "shown",
        "lost",
        "twice",
        "order",
        "opaque",
        "waiting");
    System.out.printf(HEADINGS, "", "kills", "kills", "", "", "", "", "", "", "", "");
    outcomes.forEach((engine, o) ->
        System.out.printf(
            "%-10s %7d %8d %9d %8d %8d %6d %6d %6d %7d %8d%n",
            engine,
            o.serverKills(),
            o.clientKills(),
            o.accepted(),
            o.waited(),
            o.shown(),
            o.lost(),
            o.doubled(),
            o.disordered(),
            o.undecryptable(),
            o.stillWaiting()));
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("options are --name VALUE");
      }
      options.put(args[i].substring(2), args[i + 1]);
    }
    return options;
  }
}

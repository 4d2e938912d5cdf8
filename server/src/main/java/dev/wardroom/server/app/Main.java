package dev.wardroom.server.app;

import dev.wardroom.server.edge.http.ListenProblem;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.config.ConfigLoader;
import dev.wardroom.server.kernel.config.ConfigLoader.Loaded;
import dev.wardroom.server.kernel.config.ConfigProblem;
import dev.wardroom.server.kernel.db.StoreProblem;
import dev.wardroom.server.kernel.log.Logs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `wardroom server`.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try {
      ServerArguments arguments = ServerArguments.parse(List.of(args));
      if (arguments.help()) {
        System.out.print(ServerArguments.USAGE);
        return;
      }
      serve(arguments, new Wiring());
    } catch (RuntimeException failed) {
      Problem problem = problem(failed);
      System.err.println("wardroom server: " + problem.text);
      System.exit(problem.exitCode);
    }
  }

  private static void serve(ServerArguments arguments, Composition composition) {
    Loaded loaded =
        new ConfigLoader(composition.limits())
            .load(arguments.configText(), System.getenv(), arguments.overrides());
    Logs.configure(loaded.config().log());
    Server server = Server.start(loaded, composition);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stopped.countDown();
                  // Asked to stop and stopped in order is success, not "killed by a signal".
                  Runtime.getRuntime().halt(0);
                },
                "shutdown"));
    ReadyLine.print(server, arguments.json(), System.out);
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private record Problem(int exitCode, String text) {}

  private static Problem problem(RuntimeException failed) {
    return switch (failed) {
      case StartProblem start -> new Problem(start.exitCode(), text(start));
      case ListenProblem taken -> new Problem(StartProblem.REFUSED, text(taken));
      case ConfigProblem config -> new Problem(StartProblem.USAGE, text(config));
      case StoreProblem store -> new Problem(storeCode(store), text(store));
      case TemporaryFailure away -> new Problem(StartProblem.UNREACHABLE, text(away));
      default -> throw failed;
    };
  }

  /// A database that does not answer is unreachable; one that answers wrongly is refused.
  private static int storeCode(StoreProblem store) {
    return store.isUnreachable() ? StartProblem.UNREACHABLE : StartProblem.REFUSED;
  }

  private static String text(RuntimeException failed) {
    return Optional.ofNullable(failed.getMessage()).orElse(failed.getClass().getSimpleName());
  }
}

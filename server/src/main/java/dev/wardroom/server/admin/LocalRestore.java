package dev.wardroom.server.admin;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.admin.backup.BackupProblem;
import dev.wardroom.server.admin.backup.RestoreCommand;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.config.ConfigProblem;
import dev.wardroom.server.kernel.db.StoreProblem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// `wardroom admin restore`, the one command that needs no server, because none may run.
final class LocalRestore {
  private static final int DONE = 0;
  private static final int USAGE = 2;
  private static final int REFUSED = 3;
  private static final int UNREACHABLE = 4;

  private final Path data;
  private final PrintStream err;
  private final Consumer<Map<String, Object>> show;

  /// @param show prints a message of the kind that a server sends
  LocalRestore(Path data, PrintStream err, Consumer<Map<String, Object>> show) {
    this.data = data;
    this.err = err;
    this.show = show;
  }

  /// Answers the exit code.
  int run(List<String> typed) {
    try {
      new RestoreCommand(data, System.getenv(), new Shown()).run(new AdminArguments(typed));
      return DONE;
    } catch (BackupProblem problem) {
      return failed(REFUSED, problem.text());
    } catch (Refusal refused) {
      return failed(refused.reason() == Reason.REASON_MALFORMED ? USAGE : REFUSED, refused.text());
    } catch (ConfigProblem problem) {
      return failed(USAGE, String.valueOf(problem.getMessage()));
    } catch (StoreProblem | TemporaryFailure away) {
      return failed(UNREACHABLE, String.valueOf(away.getMessage()));
    }
  }

  private int failed(int code, String text) {
    err.println(text);
    return code;
  }

  private final class Shown implements AdminOutput {
    @Override
    public void line(String text, Map<String, ?> json) {
      show.accept(Map.of("text", text, "json", json));
    }

    @Override
    public void progress(String what, long done, long total) {
      show.accept(Map.of("progress", what, "done", done, "total", total));
    }
  }
}

package dev.wardroom.server.admin.backup;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.audit.Deed;
import dev.wardroom.server.files.FilesRoom;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminCommand;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.config.Secret;
import dev.wardroom.server.kernel.db.engine.BulkAccess;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// `wardroom admin backup --out DIR`, done by the running server.
public final class BackupCommand {
  private final Kernel kernel;
  private final Audit audit;
  private final Backup.Source source;
  private final ReentrantLock one = new ReentrantLock();

  private BackupCommand(Kernel kernel, Backup.Source source) {
    this.kernel = kernel;
    this.audit = new Audit(kernel.clock());
    this.source = source;
  }

  /// Adds the command.
  public static void register(Kernel kernel, FilesRoom files, AdminCommands commands) {
    String url = kernel.config().database().url().map(Secret::reveal).orElse("");
    BackupCommand command =
        new BackupCommand(
            kernel,
            new Backup.Source(
                new BulkAccess(url, kernel.config().data()),
                files.blobs(),
                files.holds(),
                kernel.clock()));
    commands.add(
        new AdminCommand(
            "backup",
            "--out DIR",
            "Copies store and files, as of one moment, into a new folder.",
            command::run));
  }

  private void run(AdminArguments arguments, AdminOutput output) {
    Path target = Path.of(arguments.required("out"));
    arguments.requireNothingElse();
    if (!target.isAbsolute()) {
      throw new Refusal(Reason.REASON_MALFORMED, "Name the folder with its whole path.");
    }
    if (!one.tryLock()) {
      throw new Refusal(Reason.REASON_CONFLICT, "A backup is being taken already.");
    }
    try {
      note("backup.begun", target, "");
      Manifest manifest = new Backup(source, target, output).take();
      note("backup.done", target, "rows=%d files=%d".formatted(manifest.rows(), manifest.files()));
      tell(manifest, target, output);
    } catch (BackupProblem problem) {
      throw new Refusal(Reason.REASON_UNAVAILABLE, problem.text());
    } finally {
      one.unlock();
    }
  }

  /// A copy of everything leaves the server: that is noted before its first byte is written.
  private void note(String action, Path target, String details) {
    kernel
        .db()
        .run(tx ->
            audit.append(tx, Audit.INSTALLATION, Deed.local(action, target.toString(), details)));
  }

  private static void tell(Manifest manifest, Path target, AdminOutput output) {
    output.line(
        "Backed up %d rows and %d files (%d bytes) to %s. Copy the folder to another machine."
            .formatted(manifest.rows(), manifest.files(), manifest.fileBytes(), target),
        Map.of(
            "event", "backup",
            "folder", target.toString(),
            "rows", manifest.rows(),
            "files", manifest.files(),
            "fileBytes", manifest.fileBytes(),
            "gone", manifest.gone(),
            "createdAt", manifest.createdAt()));
  }
}

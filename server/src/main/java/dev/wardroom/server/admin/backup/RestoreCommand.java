package dev.wardroom.server.admin.backup;

import dev.wardroom.server.files.FilesRoom;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigLoader;
import dev.wardroom.server.kernel.config.Secret;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.engine.BulkAccess;
import dev.wardroom.server.kernel.db.engine.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// `wardroom admin restore --from DIR [--config FILE]`, done by itself: no server may run on the
/// data folder, which must be empty or hold nothing but its configuration.
public final class RestoreCommand {
  private static final String CONFIG_FILE = "wardroom.properties";
  private static final int QUEUE_MAX = 16;

  private final Path data;
  private final Map<String, String> environment;
  private final AdminOutput output;

  /// @param environment as of the process
  public RestoreCommand(Path data, Map<String, String> environment, AdminOutput output) {
    this.data = data.toAbsolutePath();
    this.environment = environment;
    this.output = output;
  }

  /// Throws [BackupProblem], refusals about arguments, and what opening a store can throw.
  public void run(AdminArguments arguments) {
    Path backup = Path.of(arguments.required("from"));
    Optional<Path> configFile = arguments.optional("config").map(Path::of);
    arguments.requireNothingElse();
    Path making = data.resolveSibling(data.getFileName() + ".restoring");
    try {
      requireEmpty(making);
      String configuration = configuration(configFile);
      Restore restore = new Restore(backup, output);
      restore.verify();
      makePrivate(making);
      Filled filled = fill(restore, load(configuration, making));
      takePlace(making);
      tell(restore.manifest(), filled);
    } catch (IOException failure) {
      throw new BackupProblem(
          "The restore was not completed: %s. Delete %s and begin again."
              .formatted(failure.getMessage(), making),
          failure);
    }
  }

  /// @param revoked open invitations that were revoked
  private record Filled(byte[] incarnation, long revoked) {}

  private Filled fill(Restore restore, Config config) {
    String url = config.database().url().map(Secret::reveal).orElse("");
    BulkAccess target = new BulkAccess(url, config.data());
    if (!target.isVacant()) {
      throw new BackupProblem("The database is not empty. Name an empty one to restore into.");
    }
    long revoked;
    try (BlobStore blobs = FilesRoom.openBlobs(config)) {
      requireVacant(blobs);
      revoked = restore.fill(target, blobs);
    }
    Databases.Parts parts =
        new Databases.Parts(
            Clock.systemUTC(), RandomSource.secure(), new SimpleMeterRegistry(), QUEUE_MAX);
    // Opening brings the tables to this release's form and draws the new incarnation.
    try (Database opened = Databases.open(url, config.data(), parts);
        BlobStore blobs = FilesRoom.openBlobs(config)) {
      blobs.setOwner(HexFormat.of().formatHex(opened.incarnation()));
      return new Filled(opened.incarnation(), revoked);
    }
  }

  private static void requireVacant(BlobStore blobs) {
    List<BlobName> found = new ArrayList<>();
    blobs.eachOlderThan(Instant.MAX, found::add);
    if (!found.isEmpty()) {
      throw new BackupProblem(
          "The store of files is not empty. Name an empty folder or bucket to restore into.");
    }
  }

  private void requireEmpty(Path making) throws IOException {
    if (Files.exists(making)) {
      throw new BackupProblem(
          making + " is left of a restore that was not completed. Delete it first.");
    }
    if (Files.notExists(data)) {
      return;
    }
    try (Stream<Path> entries = Files.list(data)) {
      if (entries.anyMatch(entry -> !entry.endsWith(CONFIG_FILE))) {
        throw new BackupProblem(
            data + " is not empty. Move it away: a restore never writes over what is there.");
      }
    }
  }

  /// The settings that say where store and files are; limits do not matter here.
  private String configuration(Optional<Path> named) throws IOException {
    Path file = named.orElse(data.resolve(CONFIG_FILE));
    if (named.isEmpty() && Files.notExists(file)) {
      return "";
    }
    Properties all = new Properties();
    all.load(new StringReader(Files.readString(file)));
    all.keySet().removeIf(key -> key.toString().startsWith("limits."));
    StringWriter text = new StringWriter();
    all.store(text, null);
    return text.toString();
  }

  private Config load(String configuration, Path making) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeIf(name -> name.startsWith("WARDROOM_LIMITS_"));
    return new ConfigLoader(List.of())
        .load(configuration, variables, Map.of("data", making.toString()))
        .config();
  }

  /// In one step, so that a server never sees half a restore.
  private void takePlace(Path making) throws IOException {
    Path config = data.resolve(CONFIG_FILE);
    if (Files.exists(config)) {
      Files.copy(config, making.resolve(CONFIG_FILE), StandardCopyOption.COPY_ATTRIBUTES);
      Files.delete(config);
    }
    Files.move(making, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void tell(Manifest manifest, Filled filled) {
    output.line(
        """
        Restored %d rows and %d files into %s, as of %s.
        Start the server. Clients notice that it went back in time: they offer what came after the \
        backup again,
        replace their prekeys and name what cannot return. Accounts and invitations made after the \
        backup are gone.
        %d open invitations were revoked, because they may have been used since: invite anew.\
        """
            .formatted(
                manifest.rows(),
                manifest.files(),
                data,
                Instant.ofEpochMilli(manifest.createdAt()),
                filled.revoked()),
        Map.of(
            "event", "restored",
            "folder", data.toString(),
            "rows", manifest.rows(),
            "files", manifest.files(),
            "createdAt", manifest.createdAt(),
            "incarnation", HexFormat.of().formatHex(filled.incarnation()),
            "invitationsRevoked", filled.revoked(),
            "incarnationBefore", manifest.incarnation()));
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}

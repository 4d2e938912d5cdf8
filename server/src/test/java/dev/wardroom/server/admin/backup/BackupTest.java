package dev.wardroom.server.admin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.engine.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BackupTest {
  private final Random random = new Random(11);
  private final SilentOutput output = new SilentOutput();
  @TempDir Path folder;

  static Stream<Arguments> eachIntoEach() {
    return Stream.of(Dialect.values())
        .flatMap(from -> Stream.of(Dialect.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("eachIntoEach")
  void yesterdayComesBackWithAnotherIncarnation(Dialect from, Dialect to) {
    Map<String, Long> tables;
    byte[] file = bytes(300_000);
    String before;
    try (BackedUpServer server = BackedUpServer.open(from, folder.resolve("before"))) {
      server.addPair(1);
      server.addFile(7, file);
      tables = server.counts();
      before = HexFormat.of().formatHex(server.incarnation());
      server.backup(folder.resolve("backup"), output);
      server.addPair(2);
      server.addFile(8, bytes(10));
    }
    String url = BackedUpServer.freshUrl(to);
    restore(folder.resolve("after"), url);
    try (BackedUpServer server = BackedUpServer.open(url, folder.resolve("after"))) {
      assertThat(server.counts()).isEqualTo(tables);
      assertThat(server.file(7)).contains(file);
      assertThat(server.file(8)).isEmpty();
      assertThat(HexFormat.of().formatHex(server.incarnation())).isNotEqualTo(before);
      assertThat(server.pairs()).containsExactly(1L);
    }
  }

  @ParameterizedTest
  @MethodSource("eachIntoEach")
  void whatMayHaveBeenUsedSinceTheBackupDoesNotComeBack(Dialect from, Dialect to) {
    byte[] id = new byte[16];
    try (BackedUpServer server = BackedUpServer.open(from, folder.resolve("before"))) {
      for (int kind = 1; kind <= 2; kind++) {
        server.execute(
            "insert into prekey_batch values (?, ?, ?, ?, 1, 100, 5, 9, 16, 133, 1, 1, 0, ?)",
            id,
            id,
            kind,
            kind,
            id);
      }
      server.execute("insert into recovery_ticket values (?, ?, ?, 9)", id, id, id);
      server.execute("insert into enrolment values (?, ?, ?, 1, 9, null)", id, id, id);
      server.execute("insert into session values (?, ?, ?, ?, ?, 1, 9, null)", id, id, id, id, id);
      server.execute(
          "insert into invitation values (?, ?, ?, 'eve', 'Eve', 1, ?, 1, 9, null, null, null)",
          id,
          id,
          id,
          id);
      server.backup(folder.resolve("backup"), output);
    }
    String url = BackedUpServer.freshUrl(to);
    restore(folder.resolve("after"), url);
    try (BackedUpServer server = BackedUpServer.open(url, folder.resolve("after"))) {
      String left = "select count(*) from prekey_batch where next_index < key_count and kind = ";
      assertThat(server.number(left + 1)).as("one-time prekeys").isZero();
      assertThat(server.number(left + 2)).as("the standing one").isEqualTo(1);
      assertThat(server.number("select count(*) from recovery_ticket")).isZero();
      assertThat(server.number("select count(*) from enrolment")).isZero();
      assertThat(server.number("select count(*) from session where ended_at is null")).isZero();
      assertThat(server.number("select count(*) from session")).isEqualTo(1);
      assertThat(server.number("select count(*) from invitation where revoked_at is null"))
          .isZero();
      assertThat(server.number("select count(*) from job where kind = 'restored'")).isEqualTo(1);
      assertThat(server.owner()).contains(HexFormat.of().formatHex(server.incarnation()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void aBackupIsNotedInTheAuditChainBeforeItBegins(Dialect engine) {
    try (BackedUpServer server = BackedUpServer.open(engine, folder.resolve("before"))) {
      server.backupByCommand(folder.resolve("backup"), output);
      assertThat(server.audited()).containsExactly("backup.begun", "backup.done");
    }
    restore(folder.resolve("after"), "");
    try (BackedUpServer server = BackedUpServer.open("", folder.resolve("after"))) {
      assertThat(server.audited()).as("of itself").containsExactly("backup.begun");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void theStoreIsCleanedUpWhileFilesAreCopied(Dialect engine) {
    Path data = folder.resolve("before");
    List<Integer> busy = new ArrayList<>();
    try (BackedUpServer server = BackedUpServer.open(engine, data)) {
      server.addFile(7, bytes(1_000));
      AdminOutput looking =
          new AdminOutput() {
            @Override
            public void line(String text, Map<String, ?> json) {}

            @Override
            public void progress(String what, long done, long total) {
              if (what.equals("files")) {
                server.addPair(1);
                busy.add(checkpoint(data));
              }
            }
          };
      server.backup(folder.resolve("backup"), looking);
    }
    assertThat(busy).as("no snapshot keeps the log from being cut").containsExactly(0);
  }

  /// Cuts the embedded store's log; 0 when nobody read from it.
  private static int checkpoint(Path data) {
    String url = "jdbc:sqlite:" + data.resolve(Databases.SQLITE_FILE);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma wal_checkpoint(truncate)")) {
      return row.getInt(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aBackupUnderLoadIsOneMoment(Dialect engine) throws Exception {
    try (BackedUpServer server = BackedUpServer.open(engine, folder.resolve("before"))) {
      Thread writer = Thread.ofVirtual().start(() -> server.addPairsUntilStopped(100));
      server.awaitPairs(20);
      server.backup(folder.resolve("backup"), output);
      server.stopPairs();
      writer.join();
    }
    restore(folder.resolve("after"), "");
    try (BackedUpServer server = BackedUpServer.open("", folder.resolve("after"))) {
      List<Long> pairs = server.pairs();
      assertThat(pairs).hasSizeGreaterThanOrEqualTo(20).isEqualTo(server.otherHalves());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothingIsWrittenOver(Dialect engine) throws IOException {
    String url = BackedUpServer.freshUrl(engine);
    try (BackedUpServer server = BackedUpServer.open(url, folder.resolve("before"))) {
      server.addPair(1);
      server.backup(folder.resolve("backup"), output);
      assertThatThrownBy(() -> server.backup(folder.resolve("backup"), output))
          .isInstanceOf(BackupProblem.class)
          .hasMessageContaining("is there already");
    }
    assertThatThrownBy(() -> restore(folder.resolve("before"), url))
        .isInstanceOf(BackupProblem.class)
        .hasMessageContaining("is not empty");
    if (engine == Dialect.POSTGRES) {
      assertThatThrownBy(() -> restore(folder.resolve("elsewhere"), url))
          .isInstanceOf(BackupProblem.class)
          .hasMessageContaining("database is not empty");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void aDamagedBackupIsRefusedBeforeAnythingIsMade(Dialect engine) throws IOException {
    try (BackedUpServer server = BackedUpServer.open(engine, folder.resolve("before"))) {
      server.addPair(1);
      server.addFile(7, bytes(1_000));
      server.backup(folder.resolve("backup"), output);
    }
    for (Path part : List.of(rows(), list(), anyFile())) {
      byte[] good = Files.readAllBytes(part);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 1;
      Files.write(part, bad);
      assertThatThrownBy(() -> restore(folder.resolve("after"), ""))
          .as(part.toString())
          .isInstanceOf(BackupProblem.class);
      assertThat(folder.resolve("after")).doesNotExist();
      assertThat(folder.resolve("after.restoring")).doesNotExist();
      Files.write(part, good);
    }
    Files.delete(folder.resolve("backup").resolve(Manifest.FILE));
    assertThatThrownBy(() -> restore(folder.resolve("after"), ""))
        .hasMessageContaining("no complete backup");
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void onlyTheServersUserMayReadABackup(Dialect engine) throws IOException {
    try (BackedUpServer server = BackedUpServer.open(engine, folder.resolve("before"))) {
      server.addFile(7, bytes(10));
      server.backup(folder.resolve("backup"), output);
    }
    try (Stream<Path> tree = Files.walk(folder.resolve("backup"))) {
      for (Path path : tree.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void progressEndsAtTheTotal(Dialect engine) {
    try (BackedUpServer server = BackedUpServer.open(engine, folder.resolve("before"))) {
      server.addPair(1);
      server.addFile(7, bytes(1_000));
      server.backup(folder.resolve("backup"), output);
    }
    restore(folder.resolve("after"), "");
    assertThat(output.ended()).containsExactlyInAnyOrder("rows", "files", "verify");
  }

  private void restore(Path data, String url) {
    Map<String, String> environment =
        url.isEmpty() ? Map.of() : Map.of("WARDROOM_DATABASE_URL", url);
    new RestoreCommand(data, environment, output)
        .run(new AdminArguments(List.of("--from", folder.resolve("backup").toString())));
  }

  private Path rows() {
    return folder.resolve("backup").resolve(Manifest.ROWS);
  }

  private Path list() {
    return folder.resolve("backup").resolve(Manifest.LIST);
  }

  private Path anyFile() throws IOException {
    try (Stream<Path> tree = Files.walk(folder.resolve("backup").resolve(Manifest.FILES))) {
      return tree.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}

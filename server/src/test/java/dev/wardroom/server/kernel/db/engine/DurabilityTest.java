package dev.wardroom.server.kernel.db.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.StoreProblem;
import dev.wardroom.server.kernel.db.TestDatabases;
import dev.wardroom.server.kernel.db.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurabilityTest {
  private static final Sql INCARNATION = Sql.of("select incarnation from store");

  @TempDir Path folder;

  @Test
  void aNewFileHasTheSettingsThatCannotBeChangedLater() throws SQLException {
    TestDatabases.sqlite(folder).close();
    Path file = folder.resolve(Databases.SQLITE_FILE);
    try (Connection connection = SqliteFile.open(file);
        Statement statement = connection.createStatement()) {
      assertThat(pragma(statement, "auto_vacuum")).isEqualTo("2");
      assertThat(pragma(statement, "page_size")).isEqualTo("4096");
      assertThat(pragma(statement, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(statement, "synchronous")).isEqualTo("2");
      assertThat(pragma(statement, "secure_delete")).isEqualTo("1");
    }
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws Exception {
    TestDatabases.sqlite(folder).close();
    assertThat(Files.getPosixFilePermissions(folder.resolve(Databases.SQLITE_FILE)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFileWithAnotherVacuumModeIsRefused() throws SQLException {
    Path file = folder.resolve(Databases.SQLITE_FILE);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode=wal");
      statement.execute("create table other (a bigint)");
    }
    assertThatThrownBy(() -> TestDatabases.sqlite(folder))
        .isInstanceOf(StoreProblem.class)
        .hasMessageContaining("auto_vacuum");
  }

  @Test
  void aPostgresThatAnswersBeforeTheDiskIsRefused() {
    String url = TestPostgres.freshDatabase();
    String name = url.substring(url.lastIndexOf('/') + 1);
    TestPostgres.administer("alter database " + name + " set synchronous_commit = off");
    assertThatThrownBy(() -> Databases.postgres(url, TestDatabases.parts()))
        .isInstanceOf(StoreProblem.class)
        .hasMessageContaining("synchronous_commit");
  }

  @Test
  void aStoreOfANewerReleaseIsRefused() throws SQLException {
    TestDatabases.sqlite(folder).close();
    try (Connection connection = SqliteFile.open(folder.resolve(Databases.SQLITE_FILE));
        Statement statement = connection.createStatement()) {
      statement.execute("update store set compatible_with = 9999, schema_version = 9999");
    }
    assertThatThrownBy(() -> TestDatabases.sqlite(folder))
        .isInstanceOf(StoreProblem.class)
        .hasMessageContaining("newer release");
  }

  @Test
  void theIncarnationOutlivesARestart() {
    byte[] first;
    try (Database db = TestDatabases.sqlite(folder)) {
      first = db.incarnation();
    }
    try (Database db = TestDatabases.sqlite(folder)) {
      assertThat(db.incarnation()).isEqualTo(first);
      byte[] stored = db.read(tx -> tx.with(INCARNATION).one(row -> row.bytes(1)));
      assertThat(stored).isEqualTo(first);
    }
  }

  @Test
  void aMigrationThatIsMissingIsMadeUpForAtTheNextStart() throws SQLException {
    TestDatabases.sqlite(folder).close();
    DataSource source = SqliteFile.source(folder.resolve(Databases.SQLITE_FILE));
    assertThat(Migrations.areDone(source, Dialect.SQLITE)).isTrue();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table job");
      statement.execute("drop table store");
      statement.execute("delete from schema_migration where version = '0001' or version = '1'");
    }
    assertThat(Migrations.areDone(source, Dialect.SQLITE)).isFalse();
    TestDatabases.sqlite(folder).close();
    assertThat(Migrations.areDone(source, Dialect.SQLITE)).isTrue();
  }

  @Test
  void aPostgresThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() ->
            Databases.postgres(
                "postgresql://user:word@127.0.0.1:21001/none", TestDatabases.parts()))
        .isInstanceOf(StoreProblem.class)
        .hasMessageNotContaining("word");
  }

  private static String pragma(Statement statement, String name) throws SQLException {
    try (java.sql.ResultSet rows = statement.executeQuery("pragma " + name)) {
      return rows.getString(1);
    }
  }
}

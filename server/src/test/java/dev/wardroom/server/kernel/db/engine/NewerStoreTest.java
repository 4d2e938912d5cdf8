package dev.wardroom.server.kernel.db.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.StoreProblem;
import dev.wardroom.server.kernel.db.TestDatabases;
import dev.wardroom.server.kernel.db.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A store on which a newer release ran.
final class NewerStoreTest {
  private static final String MIGRATED =
      """
      insert into schema_migration (installed_rank, version, description, type, script, checksum,
        installed_by, execution_time, success)
      values (?, ?, 'newer', 'SQL', ?, 1, 'newer', 1, ?)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aReleaseThatItIsCompatibleWithGoesOnWorkingOnIt(Dialect engine) {
    String url = engine == Dialect.POSTGRES ? TestPostgres.freshDatabase() : "";
    Object done = engine == Dialect.POSTGRES ? true : Integer.valueOf(1);
    try (Database db = open(url)) {
      db.run(tx -> {
        tx.jdbi().execute(MIGRATED, 900, "0015", "V0015__newer.sql", done);
        tx.jdbi().execute(MIGRATED, 901, "9001", "V9001__newer.sql", done);
        tx.jdbi().execute("update store set schema_version = 9001");
      });
    }
    try (Database db = open(url)) {
      assertThat(db.incarnation()).hasSize(StoreIdentity.INCARNATION_BYTES);
      // As an older release, which knows fewer migrations than ran.
      db.run(tx -> tx.jdbi().execute("delete from schema_migration where version = '9001'"));
      db.run(tx -> tx.jdbi().execute("update store set compatible_with = 9001"));
    }
    assertThatThrownBy(() -> open(url)).isInstanceOf(StoreProblem.class);
  }

  private Database open(String url) {
    return Databases.open(url, folder, TestDatabases.parts());
  }
}

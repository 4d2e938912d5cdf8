package dev.wardroom.server.kernel.db.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.TestDatabases;
import dev.wardroom.server.kernel.db.TestPostgres;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class PostgresRecoveryTest {
  private static final Sql ONE = Sql.of("select 1 as one");
  private static final byte[] KEY = {1};

  @Test
  void everyWayWorksAgainAfterTheDatabaseDroppedAllConnections() throws Exception {
    String url = TestPostgres.freshDatabase();
    String name = url.substring(url.lastIndexOf('/') + 1);
    try (Database db = Databases.postgres(url, TestDatabases.parts())) {
      List<Supplier<Long>> ways =
          List.of(
              () -> db.tx(tx -> tx.with(ONE).one(row -> row.number(1))),
              () -> db.read(tx -> tx.with(ONE).one(row -> row.number(1))),
              () -> db.grouped(KEY, tx -> tx.with(ONE).one(row -> row.number(1))));
      for (Supplier<Long> way : ways) {
        assertThat(way.get()).isEqualTo(1);
      }
      TestPostgres.administer(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
      for (Supplier<Long> way : ways) {
        assertThat(answersAgain(way)).isTrue();
      }
    }
  }

  private static boolean answersAgain(Supplier<Long> way) throws InterruptedException {
    for (int attempt = 0; attempt < 20; attempt++) {
      try {
        return way.get() == 1;
      } catch (TemporaryFailure expected) {
        Thread.sleep(50);
      }
    }
    return false;
  }
}

package dev.wardroom.server.kernel.db.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wardroom.server.kernel.db.ConstraintViolation;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.TestDatabases;
import dev.wardroom.server.kernel.db.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class PostgresErrorsTest {
  private static final Sql INSERT =
      Sql.of("insert into job (kind, key, due_at, lease_until) values (:kind, :key, 0, 0)");

  private static void insert(Database db) {
    db.run(tx -> tx.with(INSERT).set("kind", "kind").set("key", "planted-name").updateOne());
  }

  @Test
  void whatIsLoggedOfAnErrorDoesNotQuoteTheRow() {
    try (Database db = Databases.postgres(TestPostgres.freshDatabase(), TestDatabases.parts())) {
      insert(db);
      Throwable thrown = catchThrowable(() -> insert(db));
      assertThat(thrown).isInstanceOf(ConstraintViolation.class);
      StringWriter log = new StringWriter();
      thrown.printStackTrace(new PrintWriter(log));
      assertThat(log.toString()).contains("PSQLException").doesNotContain("planted-name");
    }
  }
}

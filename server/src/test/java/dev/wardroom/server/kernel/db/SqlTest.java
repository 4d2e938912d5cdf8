package dev.wardroom.server.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.kernel.Bug;
import org.junit.jupiter.api.Test;

final class SqlTest {
  @Test
  void namesBecomePositionsAndMayComeTwice() {
    Sql sql = Sql.of("select a from b where c = :c and (d = :d_2 or e = :c)");
    assertThat(sql.text(Dialect.POSTGRES))
        .isEqualTo("select a from b where c = ? and (d = ? or e = ?)");
    assertThat(sql.names()).containsExactly("c", "d_2", "c");
  }

  @Test
  void quotesCommentsAndCastsAreLeftAlone() {
    Sql sql = Sql.of("select ':x', \":y\", 1::text -- :z\n from b where c = :c");
    assertThat(sql.names()).containsExactly("c");
    assertThat(sql.text(Dialect.POSTGRES)).contains("':x', \":y\", 1::text -- :z\n");
  }

  @Test
  void rowLocksAreLeftAwayOnSqlite() {
    Sql sql = Sql.of("select a from b where c = :c FOR UPDATE\n");
    assertThat(sql.text(Dialect.SQLITE)).isEqualTo("select a from b where c = ? ");
    assertThat(sql.text(Dialect.POSTGRES)).contains("FOR UPDATE");
  }

  @Test
  void anUnclosedQuoteIsABug() {
    assertThatThrownBy(() -> Sql.of("select 'a")).isInstanceOf(Bug.class);
  }
}

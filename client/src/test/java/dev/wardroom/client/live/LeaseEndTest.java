package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Session;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys of leases that this device writes under end with them, with or without a server.
class LeaseEndTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;

  @BeforeEach
  void onePerson() {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    people.owner("ann").close();
    server.close();
  }

  @AfterEach
  void end() {
    people.close();
  }

  private Connection store() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + people.home("ann").resolve("store.db"));
  }

  private void lease(int id, long endsAt) throws SQLException {
    try (Connection store = store();
        PreparedStatement insert =
            store.prepareStatement(
                "insert into outbound_lease (lease, conversation, kind, ends_at, body) values (?, ?, 1, ?, ?)")) {
      insert.setBytes(1, new byte[] {(byte) id});
      insert.setBytes(2, new byte[32]);
      insert.setLong(3, endsAt);
      insert.setBytes(4, new byte[8]);
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
  }

  private long leases() {
    try (Connection store = store();
        Statement statement = store.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from outbound_lease")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endedLeasesGoWhenTheHomeIsOpenedAndOthersWhenTheyEnd() throws SQLException {
    long now = System.currentTimeMillis();
    lease(1, now - 1_000);
    lease(2, now + 4_000);
    lease(3, now + 3_600_000);
    assertThat(leases()).isEqualTo(3);
    Session ann = people.reopen("ann");
    People.await(() -> leases() <= 2);
    People.await(() -> leases() == 1);
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(now + 4_000);
    ann.close();
    assertThat(leases()).isEqualTo(1);
  }
}

package dev.wardroom.server.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

final class ReaderStoreTest {
  private static final Audience.Name NAME =
      new Audience.Name(
          NetworkId.of(new byte[16]), ConversationId.of(new byte[ConversationId.LENGTH]));

  private final ReaderStore readers = new ReaderStore();

  @EngineTest
  void aPlaceThatOpensAgainHasTheRetentionOfItsNewMembership(Database db) {
    DeviceId device = DeviceId.of(new byte[16]);
    UserId user = UserId.of(new byte[16]);
    db.tx(tx -> {
      readers.open(tx, NAME, new Audience.Place(device, user, 0, false), 1);
      readers.closeUser(tx, NAME, user, 5, 1);
      readers.open(tx, NAME, new Audience.Place(device, user, 0, true), 9);
      return true;
    });
    assertThat(db.read(tx -> readers.reader(tx, NAME, device)).orElseThrow().retention()).isTrue();
    db.tx(tx -> {
      readers.closeUser(tx, NAME, user, 12, 2);
      readers.open(tx, NAME, new Audience.Place(device, user, 0, false), 20);
      return true;
    });
    assertThat(db.read(tx -> readers.reader(tx, NAME, device)).orElseThrow().retention()).isFalse();
  }
}

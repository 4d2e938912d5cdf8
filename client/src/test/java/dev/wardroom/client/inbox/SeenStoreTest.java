package dev.wardroom.client.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.store.Database;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenStoreTest {
  private final SeenStore seen = new SeenStore();

  @TempDir Path folder;

  private Database db;

  @BeforeEach
  void open() {
    db = Database.open(folder.resolve("store.db"));
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static DeviceId device(int number) {
    byte[] id = new byte[16];
    id[14] = (byte) (number >> 8);
    id[15] = (byte) number;
    return DeviceId.of(id);
  }

  private void refuse(DeviceId device, int times, long at) {
    for (int i = 0; i < times; i++) {
      db.write(
          tx -> seen.quarantine(tx, device, ConversationId.ZERO, 1, "MALFORMED", new byte[1], at));
    }
  }

  private long since(DeviceId device, long time) {
    return db.tx(tx -> seen.quarantinedSince(tx, device, time));
  }

  @Test
  void refusedMessagesAreCountedByDeviceAndHour() {
    refuse(device(1), 3, 1_000);
    refuse(device(1), 2, 5_000);
    refuse(device(2), 4, 5_000);

    assertThat(since(device(1), 0)).isEqualTo(5);
    assertThat(since(device(1), 1_000)).isEqualTo(2);
    assertThat(since(device(2), 1_000)).isEqualTo(4);
  }

  @Test
  void aHundredOfADeviceAndAThousandInAllAreKept() {
    refuse(device(1), 101, 1);
    assertThat(since(device(1), 0)).isEqualTo(100);

    for (int number = 2; number <= 12; number++) {
      refuse(device(number), 100, 1);
    }
    assertThat(db.tx(seen::quarantined)).isEqualTo(1_000);
  }
}

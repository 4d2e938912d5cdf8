package dev.wardroom.server.directory.prekeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.directory.TestDirectory;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;

/// Prints how fast prekeys are handed out; asserts only that they are.
@Tag("slow")
final class ClaimMeasurementTest {
  private static final int DEVICES = 500;
  private static final int CLAIMERS = 64;
  private static final int CLAIMS = 4_000;

  private static List<DeviceId> people(TestDirectory rooms, Suite suite) {
    List<DeviceId> devices = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      TestUser user = rooms.person("p" + i, "");
      devices.add(user.first.id);
      rooms.lists.upload(
          user.network,
          user.user,
          user.first.id,
          List.of(user.first.oneTime(user.list, 100, suite)));
    }
    return devices;
  }

  private static void print(Kernel kernel, String what, int keys, long nanos) {
    System.out.printf(
        "%s: %s: %d keys in %d ms, %.0f keys/s%n",
        kernel.db().dialect(), what, keys, nanos / 1_000_000, keys * 1e9 / nanos);
  }

  @EngineTest
  void claimsOfThreeDevicesAndOfFiveHundred(Kernel kernel) throws Exception {
    TestDirectory rooms = new TestDirectory(kernel);
    List<DeviceId> devices = people(rooms, Suite.P521_MLKEM1024);
    Consumer<List<DeviceId>> claim =
        asked -> {
          Map<DeviceId, TakenPrekey> taken =
              kernel
                  .db()
                  .grouped(
                      asked.getFirst().toArray(),
                      tx -> rooms.prekeys.take(tx, rooms.network.id(), asked));
          assertThat(taken).hasSize(asked.size());
        };
    for (int round = 0; round < 5; round++) {
      long begun = System.nanoTime();
      claim.accept(devices);
      print(kernel, "a room of 500", DEVICES, System.nanoTime() - begun);
    }
    long begun = System.nanoTime();
    try (ExecutorService claimers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int claimer = 0; claimer < CLAIMERS; claimer++) {
        running.add(
            claimers.submit(() -> {
              for (int i = 0; i < CLAIMS / CLAIMERS; i++) {
                int from = ThreadLocalRandom.current().nextInt(DEVICES - 3);
                claim.accept(devices.subList(from, from + 3));
              }
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    int taken = CLAIMS / CLAIMERS * CLAIMERS * 3;
    print(kernel, "three devices a claim, 64 claimers", taken, System.nanoTime() - begun);
  }
}

package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.Item;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.TestKernel;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.TestDatabases;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever devices send, read, acknowledge and whenever the sweeper runs: a device always finds
/// exactly what it has not acknowledged, without its own messages, in order.
final class CursorPropertiesTest {
  private static final int DEVICES = 3;

  @Property(tries = 15)
  void aDeviceFindsExactlyWhatItHasNotAcknowledged(
      @ForAll @Size(min = 10, max = 60) List<@IntRange(max = 999) Integer> steps)
      throws IOException {
    Path folder = Files.createTempDirectory("wardroom-cursors");
    try (Database db = TestDatabases.sqlite(folder)) {
      Model model = new Model(TestKernel.on(db, new FakeClock()));
      steps.forEach(model::step);
      model.check();
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /// The truth, as simple as can be: who sent each position, and each device's cursor.
  private static final class Model {
    private final Kernel kernel;
    private final TestWorld world;
    private final List<Device> devices = new ArrayList<>();
    private final List<LeaseId> leases = new ArrayList<>();
    private final ConversationId conversation;
    private final Map<Long, Integer> senders = new HashMap<>();
    private final long[] sequences = new long[DEVICES];
    private final long[] acknowledged = new long[DEVICES];
    private long head = 1;

    private Model(Kernel kernel) {
      this.kernel = kernel;
      this.world = new TestWorld(kernel);
      world.people.setPlenty(false);
      Person alice = world.people.person(1);
      Person bob = world.people.person(2);
      conversation = world.create(ConversationKind.DIRECT, alice, bob);
      devices.add(alice.device(0));
      devices.addAll(bob.devices());
      devices.forEach(device -> leases.add(world.lease(device, conversation)));
    }

    private void step(int choice) {
      int device = choice % DEVICES;
      switch (choice / DEVICES % 5) {
        case 0, 1 -> send(device);
        case 2 -> acknowledge(device, choice);
        case 3 -> kernel.workers().runOnce("mailbox-clear");
        default -> check(device);
      }
    }

    private void send(int device) {
      sequences[device]++;
      SendResult result =
          world.send(
              devices.get(device),
              world
                  .mail
                  .draft(devices.get(device), conversation)
                  .sequence(sequences[device])
                  .lease(leases.get(device))
                  .payloadBytes(272)
                  .build());
      assertThat(result).isInstanceOf(SendResult.Accepted.class);
      head++;
      senders.put(head, device);
    }

    private void acknowledge(int device, int choice) {
      long number = Math.min(acknowledged[device] + choice % 4, head);
      acknowledged[device] = Math.max(acknowledged[device], number);
      world.acknowledge(devices.get(device), conversation, number);
      world.acknowledge(devices.get(device), conversation, head + 1);
    }

    private void check() {
      for (int device = 0; device < DEVICES; device++) {
        check(device);
      }
    }

    private void check(int device) {
      List<Long> expected = new ArrayList<>();
      for (long number = acknowledged[device] + 1; number <= head; number++) {
        if (senders.getOrDefault(number, -1) != device) {
          expected.add(number);
        }
      }
      assertThat(world.waiting(devices.get(device)).stream().map(Item::getNumber))
          .containsExactlyElementsOf(expected);
    }
  }
}

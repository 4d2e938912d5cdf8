package dev.wardroom.server.mailbox;

import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.TestKernel;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.TestDatabases;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// How many 1:1 messages of 1 KiB the mailbox accepts a second, without sockets: real stores, real
/// group commits, many devices that each wait for an answer before the next message.
///
/// Usage: `MailboxBench sqlite|postgres [CONVERSATIONS] [MESSAGES_PER_DEVICE]`
public final class MailboxBench {
  private static final int ROUNDS = 3;

  private MailboxBench() {}

  private record Sender(Device device, ConversationId conversation, LeaseId lease) {}

  public static void main(String[] arguments) throws Exception {
    boolean sqlite = arguments.length == 0 || arguments[0].equals("sqlite");
    int conversations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 250;
    int messages = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 18;
    Path folder = Files.createTempDirectory("wardroom-bench");
    try (Database db = sqlite ? TestDatabases.sqlite(folder) : TestDatabases.postgres()) {
      TestWorld world = new TestWorld(TestKernel.on(db, Clock.systemUTC()));
      world.people.setPlenty(false);
      world.kernel.workers().start();
      world.mailbox.delivery().start();
      List<Sender> senders = senders(world, conversations);
      for (int round = 0; round < ROUNDS; round++) {
        measure(world, senders, round * messages, messages);
      }
      world.kernel.workers().close();
      world.mailbox.delivery().close();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<Sender> senders(TestWorld world, int conversations) {
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < conversations; i++) {
      Person alice = world.people.person(2);
      Person bob = world.people.person(2);
      ConversationId id = world.create(ConversationKind.DIRECT, alice, bob);
      for (Device device :
          List.of(alice.device(0), alice.device(1), bob.device(0), bob.device(1))) {
        senders.add(new Sender(device, id, world.lease(device, id)));
      }
    }
    return senders;
  }

  private static void measure(TestWorld world, List<Sender> senders, int from, int messages)
      throws InterruptedException {
    List<List<SendRequest>> prepared = new ArrayList<>();
    for (Sender sender : senders) {
      List<SendRequest> own = new ArrayList<>(messages);
      for (int sequence = from + 1; sequence <= from + messages; sequence++) {
        TestMail.Draft draft =
            world.mail.draft(sender.device, sender.conversation).sequence(sequence);
        draft.lease(sender.lease);
        own.add(sequence == 1 ? draft.build() : draft.withoutRecords().build());
      }
      prepared.add(own);
    }
    CountDownLatch done = new CountDownLatch(senders.size());
    long start = System.nanoTime();
    long cpu = cpuNanos();
    for (int i = 0; i < senders.size(); i++) {
      Sender sender = senders.get(i);
      List<SendRequest> own = prepared.get(i);
      Thread.startVirtualThread(() -> sendAll(world, sender, own, done));
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    int sent = senders.size() * messages;
    System.out.printf(
        Locale.ROOT,
        "%d messages in %.2f s: %.0f/s, %.0f us of this process's CPU each%n",
        sent,
        seconds,
        sent / seconds,
        (cpuNanos() - cpu) / 1e3 / sent);
  }

  private static void sendAll(
      TestWorld world, Sender sender, List<SendRequest> own, CountDownLatch done) {
    for (SendRequest request : own) {
      SendResult result = world.send(sender.device, request);
      if (!(result instanceof SendResult.Accepted)) {
        throw new IllegalStateException("not accepted: " + result);
      }
    }
    done.countDown();
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}

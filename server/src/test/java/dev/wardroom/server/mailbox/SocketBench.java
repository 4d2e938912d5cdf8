package dev.wardroom.server.mailbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Hello;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.schema.v1.SendResponse;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.server.TestServer;
import dev.wardroom.server.app.Composition;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.conversations.ConversationsRoutes;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.edge.Caller;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.server.mailbox.presence.Presences;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The real path over real sockets, server and load in one process: devices that send prepared
/// messages, receive, and acknowledge everything they get.
///
/// Usage: `SocketBench direct|latency|room [DATABASE_URL]`
///
/// - direct: pairs of people with two devices each; each device waits for an answer before its next
/// send
/// - latency: the same at 1,000 messages a second, from send to the receiving device
/// - room: 500 devices in one room, ten of them send
public final class SocketBench {
  private static final int PAIRS = 125;
  private static final int MESSAGES = 60;
  private static final int ROOM = 500;
  private static final int ROOM_SENDERS = 10;
  private static final int CONNECTING_MAX = 20;
  private static final int IN_FLIGHT = 1;
  private static final int LATENCY_PER_SECOND = 1_000;

  private final Map<String, Caller.SignedInDevice> tokens = new ConcurrentHashMap<>();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger latencies = new AtomicInteger();
  private final long[] sentAtNanos = new long[1 << 20];
  private final int[] latencyMicros = new int[1 << 22];
  private Optional<TestWorld> world = Optional.empty();

  public static void main(String[] arguments) throws Exception {
    String mode = arguments.length > 0 ? arguments[0] : "direct";
    Map<String, String> configuration =
        arguments.length > 1 ? Map.of("database.url", arguments[1]) : Map.of();
    SocketBench bench = new SocketBench();
    try (TestServer server = TestServer.start(bench.composition(), configuration)) {
      switch (mode) {
        case "room" -> bench.room(server);
        case "latency" -> bench.direct(server, true);
        default -> bench.direct(server, false);
      }
    }
    bench.vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    System.exit(0);
  }

  private Composition composition() {
    return new Composition() {
      @Override
      public List<Limit> limits() {
        return new dev.wardroom.server.app.Wiring().limits();
      }

      @Override
      public Composed compose(Ground ground) {
        TestWorld made = new TestWorld(ground.kernel());
        made.people.setPlenty(false);
        made.mailbox.delivery().start();
        world = Optional.of(made);
        new ConversationsRoutes(made.conversations, made.mailbox::counter)
            .register(ground.routes());
        new MailboxRoutes(made.mailbox).register(ground.routes());
        return new Composed(
            List.of(
                dev.wardroom.schema.v1.Conversations.getDescriptor(),
                dev.wardroom.schema.v1.Mailbox.getDescriptor()),
            token -> tokens.get(token),
            made.mailbox.delivery().deliveries(),
            new Presences(
                made.conversations,
                ground.live(),
                ground.kernel().rates(),
                ground.kernel().events()),
            url -> new Begun("", Optional.empty()));
      }
    };
  }

  // ---- one device

  private final class Client {
    private final Device device;
    private final List<Buffer> frames = new ArrayList<>();
    private final Semaphore ready;
    private WebSocket socket;
    private int next;

    private Client(Device device, Semaphore ready) {
      this.device = device;
      this.ready = ready;
      tokens.put(
          device.id().toString(),
          new Caller.SignedInDevice(
              world.orElseThrow().people.network(), device.user(), device.id(), Bytes.EMPTY));
    }

    private void opened(WebSocket opened) {
      socket = opened;
      opened.binaryMessageHandler(message -> received(message.getBytes()));
      send(
          ClientFrame.newBuilder()
              .setHello(
                  Hello.newBuilder()
                      .setToken(device.id().toString())
                      .setVersionMin(1)
                      .setVersionMax(1))
              .build());
    }

    private void prepare(SendRequest request) {
      int id = frames.size();
      frames.add(
          Buffer.buffer(
              ClientFrame.newBuilder()
                  .setCall(
                      Call.newBuilder()
                          .setId(id)
                          .setMethod("wardroom.v1.MailboxService/Send")
                          .setRequest(request.toByteString()))
                  .build()
                  .toByteArray()));
    }

    private void send(ClientFrame frame) {
      socket.writeBinaryMessage(Buffer.buffer(frame.toByteArray()));
    }

    /// On the client's event loop.
    private void sendNext() {
      if (next < frames.size()) {
        socket.writeBinaryMessage(frames.get(next++));
      }
    }

    private void received(byte[] message) {
      ServerFrame frame;
      try {
        frame = ServerFrame.parseFrom(UnsafeByteOperations.unsafeWrap(message));
        switch (frame.getFrameCase()) {
          case WELCOME -> ready.release();
          case REPLY -> {
            boolean good = SendResponse.parseFrom(frame.getReply().getResponse()).hasAccepted();
            (good ? accepted : failed).incrementAndGet();
            if (!good && failed.get() < 5) {
              System.out.println("not accepted: " + frame.getReply());
            }
            if (sending) {
              sendNext();
            }
          }
          case ITEMS -> items(frame.getItems().getItemsList());
          case TYPING, PRESENCE, NOTICE, FRAME_NOT_SET -> {}
          case BYE -> System.out.println("bye: " + frame.getBye());
        }
      } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
        throw new IllegalStateException(broken);
      }
    }

    private void items(List<Item> items) {
      if (items.isEmpty()) {
        return;
      }
      long now = System.nanoTime();
      int messages = 0;
      ByteString conversation = items.getLast().getConversationId();
      for (Item item : items) {
        if (item.hasMessage()) {
          messages++;
          noteLatency(item, now);
        }
      }
      delivered.addAndGet(messages);
      send(
          ClientFrame.newBuilder()
              .setAcknowledge(
                  Acknowledgement.newBuilder()
                      .setConversationId(conversation)
                      .setNumber(items.getLast().getNumber()))
              .build());
    }

    private void noteLatency(Item item, long now) {
      byte[] payload = item.getMessage().getPayload().substring(0, 4).toByteArray();
      int index = java.nio.ByteBuffer.wrap(payload).getInt();
      if (index >= 0 && index < sentAtNanos.length && sentAtNanos[index] != 0) {
        int at = latencies.getAndIncrement();
        latencyMicros[at % latencyMicros.length] = (int) ((now - sentAtNanos[index]) / 1_000);
      }
    }
  }

  private volatile boolean sending;

  private List<Client> connect(TestServer server, List<Device> devices) throws Exception {
    Semaphore ready = new Semaphore(0);
    WebSocketClient sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(devices.size() + 10)
                .setMaxFrameSize(1 << 20)
                .setMaxMessageSize(1 << 23));
    List<Client> clients = new ArrayList<>();
    for (Device device : devices) {
      Client client = new Client(device, ready);
      clients.add(client);
      sockets
          .connect(server.url().getPort(), "127.0.0.1", "/v1/socket")
          .onSuccess(client::opened)
          .onFailure(Throwable::printStackTrace);
      if (clients.size() > CONNECTING_MAX && !ready.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("not all are connected");
      }
    }
    if (!ready.tryAcquire(Math.min(CONNECTING_MAX, devices.size()), 60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not all are connected");
    }
    return clients;
  }

  // ---- pairs

  private void direct(TestServer server, boolean latency) throws Exception {
    TestWorld made = world.orElseThrow();
    List<Device> devices = new ArrayList<>();
    List<ConversationId> conversations = new ArrayList<>();
    List<LeaseId> leases = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      Person alice = made.people.person(2);
      Person bob = made.people.person(2);
      ConversationId id = made.create(ConversationKind.DIRECT, alice, bob);
      for (Device device :
          List.of(alice.device(0), alice.device(1), bob.device(0), bob.device(1))) {
        devices.add(device);
        conversations.add(id);
        leases.add(made.lease(device, id));
      }
    }
    List<Client> clients = connect(server, devices);
    for (int i = 0; i < clients.size(); i++) {
      for (int sequence = 1; sequence <= MESSAGES; sequence++) {
        TestMail.Draft draft =
            made.mail.draft(devices.get(i), conversations.get(i)).sequence(sequence);
        draft.lease(leases.get(i));
        SendRequest request = (sequence == 1 ? draft : draft.withoutRecords()).build();
        clients.get(i).prepare(stamped(request, i * MESSAGES + sequence));
      }
    }
    if (latency) {
      pace(clients);
    } else {
      flood(clients, clients.size() * MESSAGES, 3);
    }
  }

  private static SendRequest stamped(SendRequest request, int index) {
    byte[] payload = request.getPayload().toByteArray();
    java.nio.ByteBuffer.wrap(payload).putInt(index);
    return request.toBuilder().setPayload(ByteString.copyFrom(payload)).build();
  }

  private void flood(List<Client> clients, int messages, int readers) throws Exception {
    sending = true;
    long cpu = cpuNanos();
    long start = System.nanoTime();
    vertx.runOnContext(
        _ -> {
          for (Client client : clients) {
            for (int i = 0; i < IN_FLIGHT; i++) {
              client.sendNext();
            }
          }
        });
    await(accepted, messages);
    double sent = (System.nanoTime() - start) / 1e9;
    await(delivered, messages * readers);
    double all = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%d accepted in %.2f s: %.0f/s; %d delivered in %.2f s: %.0f/s; %.0f us CPU a message; %d"
            + " failed%n",
        accepted.get(),
        sent,
        accepted.get() / sent,
        delivered.get(),
        all,
        delivered.get() / all,
        (cpuNanos() - cpu) / 1e3 / messages,
        failed.get());
  }

  private void pace(List<Client> clients) throws Exception {
    AtomicLong count = new AtomicLong();
    int total = Math.min(10 * LATENCY_PER_SECOND, clients.size() * MESSAGES);
    long start = System.nanoTime();
    for (int i = 0; i < total; i++) {
      long due = start + i * 1_000_000_000L / LATENCY_PER_SECOND;
      long wait = due - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      Client client = clients.get((int) (count.getAndIncrement() % clients.size()));
      int index = clients.indexOf(client) * MESSAGES + client.next + 1;
      sentAtNanos[index] = System.nanoTime();
      client.sendNext();
    }
    await(delivered, total * 3);
    int n = latencies.get();
    int[] sorted = Arrays.copyOf(latencyMicros, n);
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%d deliveries at %d/s: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        n,
        LATENCY_PER_SECOND,
        sorted[n / 2] / 1e3,
        sorted[n * 99 / 100] / 1e3,
        sorted[n - 1] / 1e3);
  }

  // ---- one room

  private void room(TestServer server) throws Exception {
    TestWorld made = world.orElseThrow();
    Person founder = made.people.person(1);
    List<Person> others = new ArrayList<>();
    for (int i = 1; i < ROOM; i++) {
      others.add(made.people.person(1));
    }
    TestLogs.First first = made.logs.first(ConversationKind.ROOM, founder, others);
    Conversations conversations = made.conversations;
    conversations.create(made.people.caller(founder.device(0)), first.signed());
    List<Device> devices = new ArrayList<>(List.of(founder.device(0)));
    others.forEach(other -> devices.add(other.device(0)));
    List<Client> clients = connect(server, devices);
    int each = MESSAGES - 1;
    for (int i = 0; i < ROOM_SENDERS; i++) {
      LeaseId lease = made.lease(devices.get(i), first.id());
      for (int sequence = 1; sequence <= MESSAGES; sequence++) {
        TestMail.Draft draft = made.mail.draft(devices.get(i), first.id()).sequence(sequence);
        draft.lease(lease);
        if (sequence == 1) {
          SendResult result = made.send(devices.get(i), draft.build());
          if (!(result instanceof SendResult.Accepted)) {
            throw new IllegalStateException("not accepted: " + result);
          }
        } else {
          clients.get(i).prepare(draft.withoutRecords().build());
        }
      }
    }
    await(delivered, ROOM_SENDERS * (ROOM - 1));
    delivered.set(0);
    flood(clients.subList(0, ROOM_SENDERS), ROOM_SENDERS * each, ROOM - 1);
  }

  private void await(AtomicInteger counter, int target) throws InterruptedException {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (counter.get() < target && System.nanoTime() < patience) {
      Thread.sleep(1);
    }
    if (counter.get() < target) {
      System.out.println("gave up at " + counter.get() + " of " + target);
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}

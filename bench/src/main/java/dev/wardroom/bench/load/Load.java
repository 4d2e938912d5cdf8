package dev.wardroom.bench.load;

import dev.wardroom.schema.v1.GetAudienceResponse;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.ConversationKind;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Connected devices and senders of one run.
public final class Load implements AutoCloseable {
  private static final int SLOW_EVERY = 10;
  private static final int CONNECTIONS_MAX = 20_000;
  private static final int FRAME_BYTES_MAX = 1 << 21;
  private static final int ABSENT_PAIRS = 20;
  private static final long POLL_NANOS = 10_000_000;
  private static final Duration CONNECT_PATIENCE = Duration.ofMinutes(1);

  /// A conversation and its members.
  private record Place(ConversationId conversation, List<LoadUser> members) {}

  private record Placed(LoadSender sender, Context context) {}

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final WebSocketClient client =
      vertx.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxConnections(CONNECTIONS_MAX)
              .setMaxFrameSize(FRAME_BYTES_MAX)
              .setMaxMessageSize(FRAME_BYTES_MAX)
              .setTrustAll(true)
              .setVerifyHost(false));
  private final Traffic traffic = new Traffic();
  private final LoadNetwork network;
  private final URI url;
  private final List<LoadSocket> sockets = new ArrayList<>();
  private final List<Placed> senders = new ArrayList<>();
  private LoadUser.@Nullable LoadDevice lastJoined;

  public Load(LoadNetwork network) {
    this.network = network;
    this.url = network.calls().url();
  }

  public Traffic traffic() {
    return traffic;
  }

  /// Pairs of users with two devices each in a direct conversation: every device is connected and
  /// sends; each message goes to three others.
  public void pairs(int count, int prekeys, boolean steady, boolean someSlow)
      throws ProtocolException {
    for (int i = 0; i < count; i++) {
      List<LoadUser> both =
          List.of(
              network.user("pair" + i + "a", 2, prekeys),
              network.user("pair" + i + "b", 2, prekeys));
      ConversationId conversation = network.conversation(ConversationKind.DIRECT, both);
      for (LoadUser user : both) {
        for (LoadUser.LoadDevice device : user.devices) {
          boolean slow = someSlow && sockets.size() % SLOW_EVERY == SLOW_EVERY - 1;
          LoadSocket socket = connect(device, slow);
          sender(socket, user, device, new Place(conversation, both), steady);
        }
      }
    }
  }

  /// A room of so many users with a device each. Those connected receive; a few of them send.
  public void room(int members, int senderCount, int prekeys, boolean connected)
      throws ProtocolException {
    List<LoadUser> users = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      users.add(network.user("member" + i, 1, prekeys));
    }
    lastJoined = users.getLast().devices.getFirst();
    ConversationId room = network.conversation(ConversationKind.ROOM, users);
    for (int i = 0; i < members; i++) {
      LoadUser user = users.get(i);
      if (connected || i < senderCount) {
        LoadSocket socket = connect(user.devices.getFirst(), false);
        if (i < senderCount) {
          sender(socket, user, user.devices.getFirst(), new Place(room, users), false);
        }
      }
    }
  }

  /// Lets so many deliveries wait for devices that are not there, and returns when they do.
  public void letWait(int deliveries, int prekeys) throws ProtocolException {
    int messages = deliveries / ABSENT_PAIRS / 3;
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < ABSENT_PAIRS; i++) {
      List<LoadUser> both =
          List.of(
              network.user("away" + i + "a", 2, prekeys),
              network.user("away" + i + "b", 2, prekeys));
      ConversationId conversation = network.conversation(ConversationKind.DIRECT, both);
      LoadUser writer = both.getFirst();
      LoadUser.LoadDevice device = writer.devices.getFirst();
      sender(connect(device, false), writer, device, new Place(conversation, both), false);
      done.add(send(senders.removeLast(), messages));
    }
    done.forEach(each -> await(each, Duration.ofHours(1)));
  }

  private static CompletableFuture<Void> send(Placed placed, int messages) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    placed.sender.stopAfter(messages, () -> sent.complete(null));
    placed.context.runOnContext(none -> placed.sender.sendNext());
    return sent;
  }

  /// Bytes of a delivered item, means; NaN where there was none.
  public record Download(double withRecord, double withoutRecord) {}

  /// One member of a room sends; another, connected, receives.
  public Download download(int members, int prekeys, int messages) throws ProtocolException {
    room(members, 1, prekeys, false);
    connect(Objects.requireNonNull(lastJoined), false);
    await(send(senders.getFirst(), messages), Duration.ofMinutes(1));
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (traffic.delivered.sum() < messages && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    return new Download(
        traffic.bytesWithRecord.sum() / (double) traffic.itemsWithRecord.sum(),
        traffic.bytesWithoutRecord.sum() / (double) traffic.itemsWithoutRecord.sum());
  }

  /// A connected device that does nothing.
  public LoadSocket connect(LoadUser.LoadDevice device, boolean slow) {
    LoadSocket socket = new LoadSocket(vertx, traffic, slow);
    await(socket.connect(client, url, device.token()));
    sockets.add(socket);
    return socket;
  }

  private void sender(
      LoadSocket socket, LoadUser user, LoadUser.LoadDevice device, Place place, boolean steady) {
    GetAudienceResponse audience =
        LoadSender.audience(network.calls(), device.token(), place.conversation);
    senders.add(
        new Placed(
            new LoadSender(
                socket,
                network.calls(),
                traffic,
                user,
                device,
                place.conversation,
                audience,
                place.members,
                steady),
            vertx.getOrCreateContext()));
  }

  /// Every sender sends as fast as it is answered.
  public void startAsFastAsAnswered() {
    senders.forEach(placed -> placed.context.runOnContext(none -> placed.sender.sendNext()));
  }

  /// All senders together send so many messages a second, evenly.
  public void startSteady(int perSecond) {
    Context context = vertx.getOrCreateContext();
    long begun = System.nanoTime();
    long[] sent = {0};
    context.runOnContext(none ->
        vertx.setPeriodic(
            1,
            timer -> {
              if (!traffic.isRunning()) {
                vertx.cancelTimer(timer);
                return;
              }
              long due = (System.nanoTime() - begun) / 1_000 * perSecond / 1_000_000;
              while (sent[0] < due) {
                senders.get((int) (sent[0] % senders.size())).sender.sendNext();
                sent[0]++;
              }
            }));
  }

  private static void await(CompletableFuture<Void> future) {
    await(future, CONNECT_PATIENCE);
  }

  private static void await(CompletableFuture<Void> future, Duration patience) {
    try {
      future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("waiting for the server", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    traffic.stop();
    sockets.forEach(LoadSocket::close);
    await(vertx.close().toCompletionStage().toCompletableFuture().thenApply(none -> null));
  }
}

package dev.wardroom.server.edge.socket;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Hello;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.Presence;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.Reply;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.Route;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.Turn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server's side of one device's socket.
///
/// Its monitor guards the fields below the line. It is never held while a frame is handled by a
/// domain or while the mailbox is read.
final class SocketSession implements LiveDevice {
  private static final int BATCHES_PER_TURN = 16;

  private enum Phase {
    WAITING_FOR_HELLO,
    SIGNING_IN,
    OPEN,
    ENDED
  }

  private final SocketParts parts;
  private final Outbound outbound;
  private final String address;

  /// The newest call that takes its turn; touched by the event loop only.
  private @Nullable Turn lastTurn;

  // ---- guarded by this
  private Phase phase = Phase.WAITING_FOR_HELLO;
  private @Nullable SignedInDevice device;
  private @Nullable DeliveryReader reader;
  private @Nullable Window window;
  private boolean reading;
  private boolean wakeAgain;
  private boolean caughtUp;
  private boolean toldCaughtUp;
  private boolean readAgain;
  private int readsFailed;
  private int callsInFlight;

  SocketSession(SocketParts parts, Outbound outbound, String address) {
    this.parts = parts;
    this.outbound = outbound;
    this.address = address;
  }

  @Override
  public SignedInDevice device() {
    SignedInDevice known = device;
    if (known == null) {
      throw new Bug("a socket without a device was asked for it");
    }
    return known;
  }

  /// A whole message came in; on the event loop.
  void received(byte[] message) {
    try {
      ClientFrame frame = ClientFrame.parseFrom(message);
      parts.dispatcher().table().checkBounds(frame);
      if (phase() == Phase.WAITING_FOR_HELLO) {
        hello(frame);
      } else {
        serve(frame);
      }
    } catch (InvalidProtocolBufferException malformed) {
      end(new Refusal(Reason.REASON_MALFORMED, "That was no frame. Upgrade the client."));
    } catch (Refusal refused) {
      end(refused);
    }
  }

  /// The connection is gone; on the event loop, once.
  void closed() {
    DeliveryReader open;
    synchronized (this) {
      phase = Phase.ENDED;
      open = reader;
      reader = null;
      window = null;
    }
    if (open != null) {
      open.close();
    }
    if (device != null && parts.live().remove(this)) {
      parts.events().announce(new LiveDevices.DeviceLeft(this));
    }
  }

  /// Looked after once a second: a socket that says nothing at first is closed, and one whose token
  /// is over; a mailbox that could not be read is read again.
  void lookAfter(Duration age) {
    Phase seen;
    SignedInDevice known;
    boolean again;
    synchronized (this) {
      seen = phase;
      known = device;
      again = readAgain;
      readAgain = false;
    }
    if (again) {
      wake();
    }
    if (seen == Phase.WAITING_FOR_HELLO && age.compareTo(EdgeLimits.HELLO_WAIT) > 0) {
      end(new Refusal(Reason.REASON_NOT_SIGNED_IN, "Say hello within five seconds."));
    }
    if (known != null && known.expiresAt() <= parts.clock().millis()) {
      end(new Refusal(Reason.REASON_NOT_SIGNED_IN, "The sign-in is over. Sign in again."));
    }
  }

  @Override
  public void end(Refusal why) {
    synchronized (this) {
      if (phase == Phase.ENDED) {
        return;
      }
      phase = Phase.ENDED;
    }
    Dispatcher dispatcher = parts.dispatcher();
    outbound.send(
        ServerFrame.newBuilder()
            .setBye(dispatcher.errors().refusal(why, dispatcher.nextRequestId()))
            .build());
    outbound.close();
  }

  private synchronized Phase phase() {
    return phase;
  }

  // ---- hello

  private void hello(ClientFrame frame) {
    if (frame.getFrameCase() != ClientFrame.FrameCase.HELLO) {
      throw new Refusal(Reason.REASON_NOT_SIGNED_IN, "The first frame must be a hello.");
    }
    Hello hello = frame.getHello();
    if (hello.getVersionMin() > SocketParts.VERSION
        || hello.getVersionMax() < SocketParts.VERSION) {
      throw new Refusal(
          Reason.REASON_VERSION,
          hello.getVersionMin() > SocketParts.VERSION
              ? "This server is older than the client. Upgrade the server."
              : "This client is too old for the server. Upgrade the client.");
    }
    synchronized (this) {
      phase = Phase.SIGNING_IN;
    }
    parts.dispatcher().run(arrived(), () -> signIn(hello), this::bye);
  }

  private void signIn(Hello hello) {
    if (!(parts.dispatcher().authenticate(hello.getToken(), address)
        instanceof SignedInDevice known)) {
      throw new Refusal(Reason.REASON_NOT_SIGNED_IN, "Sign in, then try again.");
    }
    synchronized (this) {
      if (phase != Phase.SIGNING_IN) {
        return;
      }
      device = known;
      phase = Phase.OPEN;
    }
    Optional<LiveDevice> before = parts.live().add(this);
    before.ifPresent(older ->
        older.end(
            new Refusal(Reason.REASON_CONFLICT, "This device connected again from elsewhere.")));
    if (!isStillSignedIn(hello)) {
      return;
    }
    outbound.send(ServerFrame.newBuilder().setWelcome(parts.welcome()).build());
    DeliveryReader opened = parts.deliveries().open(known, this);
    boolean late;
    synchronized (this) {
      late = phase != Phase.OPEN;
      if (!late) {
        reader = opened;
        window = new Window();
      }
    }
    if (late) {
      opened.close();
      parts.live().remove(this);
      return;
    }
    parts.events().announce(new LiveDevices.DeviceConnected(this));
    wake();
  }

  /// Asks again now that others can find this socket: a device that was removed after the first
  /// look and before it could be found had no socket that the removal could have ended.
  private boolean isStillSignedIn(Hello hello) {
    try {
      return parts.dispatcher().authenticate(hello.getToken(), address) instanceof SignedInDevice;
    } catch (Refusal gone) {
      end(gone);
      return false;
    }
  }

  private Dispatcher.Arrived arrived() {
    return new Dispatcher.Arrived(
        parts.dispatcher().nextRequestId(), address, EdgeLimits.CALL_DEADLINE);
  }

  private void bye(dev.wardroom.schema.v1.Refusal refusal) {
    outbound.send(ServerFrame.newBuilder().setBye(refusal).build());
    outbound.close();
  }

  // ---- frames of a signed-in device

  private void serve(ClientFrame frame) {
    switch (frame.getFrameCase()) {
      case CALL -> call(frame.getCall());
      case ACKNOWLEDGE -> acknowledge(frame.getAcknowledge());
      case TYPING -> ephemeral(() -> parts.ephemerals().typing(this, frame.getTyping()));
      case PRESENCE -> ephemeral(() -> parts.ephemerals().presence(this, frame.getPresence()));
      case HELLO -> throw new Refusal(Reason.REASON_MALFORMED, "One hello is enough.");
      case FRAME_NOT_SET -> {
        // A frame of a newer client: nothing that this version knows was in it.
      }
    }
  }

  private void call(Call call) {
    Dispatcher dispatcher = parts.dispatcher();
    Dispatcher.Arrived arrived = arrived();
    SignedInDevice caller;
    synchronized (this) {
      if (phase != Phase.OPEN || device == null) {
        throw new Refusal(Reason.REASON_NOT_SIGNED_IN, "Wait for the welcome.");
      }
      caller = device;
      callsInFlight++;
    }
    try {
      if (inFlight() > EdgeLimits.CALLS_IN_FLIGHT_MAX) {
        throw new Refusal(
            Reason.REASON_TOO_MANY,
            Duration.ofMillis(100),
            "Too many calls at once. Wait for answers.");
      }
      if (outbound.isFull()) {
        throw new Refusal(
            Reason.REASON_TOO_MANY,
            Duration.ofSeconds(1),
            "Take the answers that wait to be sent, then call again.");
      }
      Route route = dispatcher.table().find(call.getMethod());
      ByteBuffer bytes = call.getRequest().asReadOnlyByteBuffer();
      Turn turn = Turn.behind(route.inOrder() ? lastTurn : null);
      boolean started =
          dispatcher.call(
              route,
              caller,
              route.inOrder() ? arrived.in(turn) : arrived,
              () -> route.parse(bytes),
              outcome -> reply(call.getId(), outcome));
      if (started && route.inOrder()) {
        lastTurn = turn;
      }
    } catch (Refusal refused) {
      reply(
          call.getId(),
          new Dispatcher.Outcome(null, dispatcher.errors().refusal(refused, arrived.requestId())));
    }
  }

  private synchronized int inFlight() {
    return callsInFlight;
  }

  private void reply(int id, Dispatcher.Outcome outcome) {
    synchronized (this) {
      callsInFlight--;
    }
    Reply.Builder reply = Reply.newBuilder().setId(id);
    if (outcome.answer() != null) {
      reply.setResponse(outcome.answer().toByteString());
    } else if (outcome.refusal() != null) {
      reply.setRefusal(outcome.refusal());
    }
    outbound.send(ServerFrame.newBuilder().setReply(reply).build());
  }

  private void acknowledge(Acknowledgement acknowledgement) {
    DeliveryReader open;
    boolean more;
    synchronized (this) {
      open = reader;
      if (open == null || window == null) {
        throw new Refusal(Reason.REASON_NOT_SIGNED_IN, "Wait for the welcome.");
      }
      window.acknowledge(acknowledgement);
      more = !caughtUp && !reading;
    }
    open.acknowledged(acknowledgement);
    if (more) {
      wake();
    }
  }

  private void ephemeral(Dispatcher.Work work) {
    synchronized (this) {
      if (phase != Phase.OPEN || callsInFlight >= EdgeLimits.CALLS_IN_FLIGHT_MAX) {
        return;
      }
      callsInFlight++;
    }
    parts
        .dispatcher()
        .run(
            arrived(),
            () -> {
              work.run();
              ended();
            },
            refused -> ended());
  }

  private synchronized void ended() {
    callsInFlight--;
  }

  // ---- delivery

  @Override
  public void wake() {
    synchronized (this) {
      if (phase != Phase.OPEN || reader == null) {
        return;
      }
      caughtUp = false;
      if (reading) {
        wakeAgain = true;
        return;
      }
      if (window == null || !window.isOpen() || outbound.isFull()) {
        return;
      }
      reading = true;
    }
    parts.dispatcher().deliver(arrived(), this::readOn, this::readingFailed);
  }

  /// The queue to the network has room again; on the event loop.
  void drained() {
    boolean more;
    synchronized (this) {
      more = !caughtUp && !reading;
    }
    if (more) {
      wake();
    }
  }

  @Override
  public void offer(Object committed) {
    if (!sendFromMemory(committed)) {
      wake();
    }
  }

  private synchronized boolean sendFromMemory(Object committed) {
    DeliveryReader open = reader;
    Window sent = window;
    boolean free = caughtUp && !reading && !outbound.isFull();
    if (phase != Phase.OPEN || open == null || sent == null || !free || !sent.isOpen()) {
      return false;
    }
    Optional<Item> item = open.take(committed);
    if (item.isEmpty()) {
      return false;
    }
    // Sent under the monitor, so that no reader's batch can overtake it; the queue never waits.
    sent.add(item.get());
    outbound.send(itemsFrame(Items.newBuilder().addItems(item.get()).setCaughtUp(true)));
    return true;
  }

  private void readOn() {
    for (int batches = 0; batches < BATCHES_PER_TURN; batches++) {
      DeliveryReader open;
      int itemsMax;
      int bytesMax;
      synchronized (this) {
        open = reader;
        Window free = window;
        if (phase != Phase.OPEN || open == null || free == null || !hasRoom(free)) {
          reading = false;
          return;
        }
        wakeAgain = false;
        itemsMax = free.itemsFree();
        bytesMax = free.bytesFree();
      }
      DeliveryReader.Batch batch = open.read(itemsMax, bytesMax);
      if (handOver(batch)) {
        return;
      }
    }
    // A new turn has a new deadline: a device with a million items waiting reads for minutes.
    parts.dispatcher().deliver(arrived(), this::readOn, this::readingFailed);
  }

  private boolean hasRoom(Window free) {
    return free.isOpen() && !outbound.isFull();
  }

  /// Sends what was read; true when reading ends here.
  private boolean handOver(DeliveryReader.Batch batch) {
    synchronized (this) {
      if (phase != Phase.OPEN || window == null) {
        reading = false;
        return true;
      }
      Window sent = window;
      readsFailed = 0;
      batch.items().forEach(sent::add);
      boolean end = batch.caughtUp() && !wakeAgain;
      if (!batch.items().isEmpty() || (end && !toldCaughtUp)) {
        toldCaughtUp = end;
        outbound.send(itemsFrame(Items.newBuilder().addAllItems(batch.items()).setCaughtUp(end)));
      }
      if (end) {
        reading = false;
        caughtUp = true;
      }
      return end;
    }
  }

  private void readingFailed(dev.wardroom.schema.v1.Refusal refusal) {
    synchronized (this) {
      reading = false;
      readsFailed++;
      if (refusal.getReason() == Reason.REASON_UNAVAILABLE
          && readsFailed <= EdgeLimits.READS_FAILED_MAX) {
        readAgain = true;
        return;
      }
    }
    // The device comes back and reads again; keeping a socket that delivers nothing would hide it.
    Duration retryAfter = Duration.ofMillis(refusal.getRetryAfterMillis());
    end(new Refusal(refusal.getReason(), retryAfter, refusal.getText()));
  }

  private static ServerFrame itemsFrame(Items.Builder items) {
    return ServerFrame.newBuilder().setItems(items).build();
  }

  // ---- news

  @Override
  public void notice(Notice notice) {
    if (phase() == Phase.OPEN) {
      outbound.send(ServerFrame.newBuilder().setNotice(notice).build());
    }
  }

  @Override
  public void typing(Typing typing) {
    if (phase() == Phase.OPEN && !outbound.isFull()) {
      outbound.send(ServerFrame.newBuilder().setTyping(typing).build());
    }
  }

  @Override
  public void presence(Presence presence) {
    if (phase() == Phase.OPEN && !outbound.isFull()) {
      outbound.send(ServerFrame.newBuilder().setPresence(presence).build());
    }
  }
}

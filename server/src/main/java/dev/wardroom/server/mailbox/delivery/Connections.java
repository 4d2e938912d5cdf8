package dev.wardroom.server.mailbox.delivery;

import dev.wardroom.schema.v1.Notice;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.socket.Deliveries;
import dev.wardroom.server.edge.socket.DeliveryReader;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The connected devices' ways to their mailboxes: sockets, and calls that wait. Thread-safe.
public final class Connections implements Deliveries {
  private static final int SWEEP_STEPS =
      (int) MailboxLimits.CONNECTED_SWEEP.dividedBy(MailboxLimits.CONNECTED_SWEEP_STEP);

  private record Open(LiveDevice live, MailReader reader) {}

  private final ConcurrentMap<DeviceId, Open> sockets = new ConcurrentHashMap<>();
  private final ConcurrentMap<DeviceId, Semaphore> waiting = new ConcurrentHashMap<>();
  private final MailReader.Parts parts;

  // ---- of the sweeping thread
  private final Deque<DeviceId> unswept = new ArrayDeque<>();
  private int perStep;

  Connections(MailReader.Parts parts) {
    this.parts =
        new MailReader.Parts(
            parts.db(),
            parts.cursors(),
            parts.items(),
            parts.leases(),
            parts.acknowledgements(),
            parts.clock(),
            this::closed);
  }

  @Override
  public DeliveryReader open(SignedInDevice device, LiveDevice live) {
    MailReader reader =
        new MailReader(parts, new Caller(device.network(), device.user(), device.device()));
    sockets.put(device.device(), new Open(live, reader));
    return reader;
  }

  /// A reader for one call.
  MailReader once(Caller caller) {
    return new MailReader(parts, caller);
  }

  private void closed(MailReader reader) {
    sockets.computeIfPresent(
        reader.caller().device(), (_, open) -> open.reader() == reader ? null : open);
  }

  void offer(DeviceId device, Committed message) {
    Open open = sockets.get(device);
    if (open != null) {
      open.live().offer(message);
    }
    signal(device);
  }

  void own(DeviceId device, Audience.Name name, long number) {
    Open open = sockets.get(device);
    if (open != null) {
      open.reader().own(name, number);
    } else {
      parts.acknowledgements().own(name, device, number);
    }
  }

  void notice(DeviceId device, Notice notice) {
    Open open = sockets.get(device);
    if (open != null) {
      open.live().notice(notice);
    }
  }

  /// Tells all connected devices of these people.
  void notice(Set<UserId> users, Notice notice) {
    for (Open open : sockets.values()) {
      if (users.contains(open.reader().caller().user())) {
        open.live().notice(notice);
      }
    }
  }

  /// Something waits in the device's mailbox.
  void wake(DeviceId device) {
    Open open = sockets.get(device);
    if (open != null) {
      open.live().wake();
    }
    signal(device);
  }

  /// Looks after the next part of the connected devices and wakes those that are behind. What woke
  /// them first may have been lost with a failed read; a device that reads already is not harmed.
  /// Called by one thread at a time, once in [MailboxLimits#CONNECTED_SWEEP_STEP].
  void sweep() {
    if (unswept.isEmpty()) {
      unswept.addAll(sockets.keySet());
      perStep = Math.ceilDiv(unswept.size(), SWEEP_STEPS);
    }
    List<Open> next = new ArrayList<>();
    for (int i = 0; i < perStep && !unswept.isEmpty(); i++) {
      Open open = sockets.get(unswept.remove());
      if (open != null) {
        next.add(open);
      }
    }
    if (!next.isEmpty()) {
      List<Open> behind =
          parts.db().read(tx -> next.stream().filter(open -> open.reader().isBehind(tx)).toList());
      behind.forEach(open -> open.live().wake());
    }
  }

  private void signal(DeviceId device) {
    Semaphore call = waiting.get(device);
    if (call != null) {
      call.release();
    }
  }

  /// A call that will wait for news of its device; register before reading. The newest call of a
  /// device waits, an older one answers at once.
  Semaphore register(DeviceId device) {
    Semaphore mine = new Semaphore(0);
    Semaphore older = waiting.put(device, mine);
    if (older != null) {
      older.release();
    }
    return mine;
  }

  /// Waits for news. No lock and no connection is held.
  static boolean await(Semaphore news, long millis) {
    try {
      return news.tryAcquire(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void unregister(DeviceId device, Semaphore mine) {
    waiting.remove(device, mine);
  }
}

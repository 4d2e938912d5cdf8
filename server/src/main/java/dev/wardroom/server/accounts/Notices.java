package dev.wardroom.server.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.sessions.SessionEnded;
import dev.wardroom.server.accounts.sessions.SessionsEnded;
import dev.wardroom.server.directory.ListChanged;
import dev.wardroom.server.directory.prekeys.PrekeysLow;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.edge.socket.LiveDevices;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.networks.Statements.StatementPublished;
import dev.wardroom.wire.id.UserId;

/// Tells connected devices what a call will say more about, and closes the sockets of devices whose
/// sessions ended. A person's contacts hear of a new device list from the conversations room.
final class Notices {
  private final LiveDevices live;

  private Notices(LiveDevices live) {
    this.live = live;
  }

  static void listen(Events events, LiveDevices live) {
    Notices notices = new Notices(live);
    events.after(SessionsEnded.class, notices::close);
    events.after(SessionEnded.class, notices::closeOne);
    events.after(ListChanged.class, change -> notices.own(change.user()));
    events.after(StatementPublished.class, notices::statement);
    events.after(PrekeysLow.class, notices::prekeysLow);
    events.after(AccountChanged.class, notices::account);
  }

  private void close(SessionsEnded ended) {
    Refusal why = new Refusal(Reason.REASON_NOT_SIGNED_IN, "This device was signed out.");
    ended.devices().forEach(device -> live.end(device, why));
  }

  /// A socket that came with another token of the device stays.
  private void closeOne(SessionEnded ended) {
    live.find(ended.device())
        .filter(device -> device.device().session().equals(ended.token().bytes()))
        .ifPresent(device ->
            device.end(new Refusal(Reason.REASON_NOT_SIGNED_IN, "This device was signed out.")));
  }

  private void own(UserId user) {
    Notice notice = about(Notice.What.WHAT_DEVICE_LIST, user);
    live.of(user).forEach(device -> device.notice(notice));
  }

  private void statement(StatementPublished published) {
    Notice notice = Notice.newBuilder().setWhat(Notice.What.WHAT_STATEMENT).build();
    for (LiveDevice device : live.all()) {
      if (device.device().network().equals(published.network())) {
        device.notice(notice);
      }
    }
  }

  private void prekeysLow(PrekeysLow low) {
    Notice notice = Notice.newBuilder().setWhat(Notice.What.WHAT_PREKEYS_LOW).build();
    live.find(low.device()).ifPresent(device -> device.notice(notice));
  }

  private void account(AccountChanged change) {
    Notice notice = about(Notice.What.WHAT_ACCOUNT, change.user());
    for (LiveDevice device : live.of(change.user())) {
      if (!device.device().device().equals(change.by())) {
        device.notice(notice);
      }
    }
  }

  private static Notice about(Notice.What what, UserId user) {
    return Notice.newBuilder().setWhat(what).setUserId(ByteString.copyFrom(user.toArray())).build();
  }
}

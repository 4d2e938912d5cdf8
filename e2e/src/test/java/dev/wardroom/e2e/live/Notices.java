package dev.wardroom.e2e.live;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.ServerFrame;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Frames by which a server makes a client ask.
final class Notices {
  private Notices() {}

  static Notice deviceList(ByteString user) {
    return Notice.newBuilder().setWhat(Notice.What.WHAT_DEVICE_LIST).setUserId(user).build();
  }

  static Notice statement() {
    return Notice.newBuilder().setWhat(Notice.What.WHAT_STATEMENT).build();
  }

  /// Once, before the next frame that comes.
  static Function<ServerFrame, List<ServerFrame>> before(Notice notice) {
    AtomicBoolean told = new AtomicBoolean();
    return frame ->
        told.getAndSet(true)
            ? List.of(frame)
            : List.of(ServerFrame.newBuilder().setNotice(notice).build(), frame);
  }
}

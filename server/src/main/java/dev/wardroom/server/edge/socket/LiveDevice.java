package dev.wardroom.server.edge.socket;

import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.Presence;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.kernel.Refusal;

/// One connected device. Every method returns at once and may be called from any thread, also while
/// a transaction's news is told.
public interface LiveDevice {

  SignedInDevice device();

  /// Hands over a committed item from memory. When the device cannot take it right now it reads its
  /// mailbox instead, so nothing is lost either way.
  void offer(Object committed);

  /// Something waits in the mailbox.
  void wake();

  /// Something changed that a call will tell.
  void notice(Notice notice);

  /// Not sent to a device whose queue is full: typing is worth nothing later.
  void typing(Typing typing);

  void presence(Presence presence);

  /// Ends the connection after telling why.
  void end(Refusal why);
}

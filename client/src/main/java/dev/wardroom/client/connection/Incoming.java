package dev.wardroom.client.connection;

import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.Presence;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.schema.v1.Welcome;

/// Takes what the socket brings. Called on the connection's one thread, in order; must not wait for
/// the server.
public interface Incoming {

  /// The incarnation this device knows, 16 bytes, or empty.
  byte[] incarnation();

  void welcome(Welcome welcome);

  void items(Items items);

  void typing(Typing typing);

  void presence(Presence presence);

  void notice(Notice notice);

  void state(ConnectionState state, String text);
}

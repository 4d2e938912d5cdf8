package dev.wardroom.server.edge.socket;

import dev.wardroom.schema.v1.SetPresence;
import dev.wardroom.schema.v1.Typing;

/// What is forwarded and never stored. A domain implements it; it decides who may hear it and how
/// often. Called on a virtual thread; what it refuses is dropped without a word.
public interface Ephemerals {

  void typing(LiveDevice from, Typing typing);

  void presence(LiveDevice from, SetPresence presence);
}

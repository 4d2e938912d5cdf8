/// One home, several processes: the first one owns the engine, the others hand their calls over to
/// it by a Unix socket in the home folder, so that nothing is lost or done twice.
///
/// ```
/// connection   one per call
/// frame        4-byte length || JSON, but for the first two
/// caller       nonce 32
/// owner        nonce 32 || MAC 32
/// caller       {"proof": …, "room": "messages", "method": "send", "arguments": […]}
/// owner        {"step": …, "done": …, "total": …}*   progress, when the call takes one
///              {"events": […]}*                      for a stream of events
///              {"result": …} | {"kind": …, "text": …}
/// ```
///
/// The MACs are under a key made of the store key, over both nonces, one for each direction: who
/// cannot open the home can neither speak to its owner nor pass for it. Both sides are the same
/// program version or the call is refused. The rooms' interfaces are the protocol: a method's name,
/// its parameter types and its result are read from the interface by reflection, so that a new
/// method needs nothing here.
@NullMarked
package dev.wardroom.client.handover;

import org.jspecify.annotations.NullMarked;

package dev.wardroom.server.audit;

import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.NetworkId;
import java.nio.charset.StandardCharsets;

/// One thing that was done.
///
/// @param number from 1, without gaps
/// @param at milliseconds since epoch
/// @param actor "local" or the user's id
/// @param action a stable word such as `user.suspend`
/// @param subject whom or what it was done to: an id, or empty
/// @param details settings as `key=value`, or empty
/// @param hash covers all of this and the hash before
public record AuditEntry(
    NetworkId network,
    long number,
    long at,
    String actor,
    String action,
    String subject,
    String details,
    Hash32 hash) {
  private static final String LABEL = "wardroom/1 audit";

  /// The entry that follows a hash; [Hash32#ZERO] comes before the first.
  static AuditEntry following(Hash32 before, NetworkId network, long number, long at, Deed deed) {
    byte[] input =
        CanonicalWriter.labelled(LABEL)
            .fixed(before.bytes())
            .fixed(network.bytes())
            .u64(number)
            .u64(at)
            .variable(deed.actor().getBytes(StandardCharsets.UTF_8))
            .variable(deed.action().getBytes(StandardCharsets.UTF_8))
            .variable(deed.subject().getBytes(StandardCharsets.UTF_8))
            .variable(deed.details().getBytes(StandardCharsets.UTF_8))
            .toArray();
    return new AuditEntry(
        network,
        number,
        at,
        deed.actor(),
        deed.action(),
        deed.subject(),
        deed.details(),
        Hash32.cut(input));
  }

  Deed deed() {
    return new Deed(actor, action, subject, details);
  }
}

package dev.wardroom.server.accounts;

import dev.wardroom.schema.v1.Envelope;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.CredentialStore;
import dev.wardroom.server.directory.Directory;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.List;

/// Sealed keys that the server keeps for its users and cannot open.
final class Envelopes {
  private final Kernel kernel;
  private final Directory directory;

  Envelopes(Kernel kernel, Directory directory) {
    this.kernel = kernel;
    this.directory = directory;
  }

  /// Replaces one. The password envelope only changes together with the password.
  void put(NetworkId network, UserId user, Envelope envelope) {
    EnvelopeKind kind = checkedKind(envelope);
    if (kind == EnvelopeKind.ENVELOPE_KIND_PASSWORD) {
      throw new Refusal(
          Reason.REASON_FORBIDDEN, "The password envelope changes with the password.");
    }
    kernel
        .db()
        .run(tx -> {
          if (kind == EnvelopeKind.ENVELOPE_KIND_NETWORK_KEY
              && directory.role(tx, network, user) != Role.OWNER) {
            throw new Refusal(Reason.REASON_FORBIDDEN, "Only owners keep the network key.");
          }
          CredentialStore.putEnvelope(tx, network, user, envelope, kernel.clock().millis());
        });
  }

  List<Envelope> all(NetworkId network, UserId user) {
    return kernel.db().read(tx -> CredentialStore.envelopes(tx, network, user));
  }

  /// The kind, or a refusal of one that this server does not know.
  static EnvelopeKind checkedKind(Envelope envelope) {
    return switch (envelope.getKind()) {
      case ENVELOPE_KIND_PASSWORD, ENVELOPE_KIND_RECOVERY, ENVELOPE_KIND_NETWORK_KEY ->
          envelope.getKind();
      case ENVELOPE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new Refusal(Reason.REASON_MALFORMED, "This kind of envelope is not known here.");
    };
  }
}

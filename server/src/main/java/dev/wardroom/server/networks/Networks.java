package dev.wardroom.server.networks;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.audit.Deed;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.Id;
import dev.wardroom.wire.id.NetworkId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The networks of this installation.
public final class Networks {
  private final Kernel kernel;
  private final Audit audit;
  private final Invitations invitations;

  public Networks(Kernel kernel, Audit audit, Invitations invitations) {
    this.kernel = kernel;
    this.audit = audit;
    this.invitations = invitations;
  }

  /// A network that was just made, and the link that makes its owner: shown now and never again.
  public record Made(Network network, String ownerInvitation) {}

  /// On the very first start: makes a network with its owner's invitation. Absent on every later
  /// one.
  public Optional<Made> makeFirst(String name) {
    return kernel
        .db()
        .tx(tx -> NetworkStore.count(tx) > 0 ? Optional.empty() : Optional.of(make(tx, name)));
  }

  /// Makes another network, by the administrator at the machine.
  public Made make(String name) {
    return kernel.db().tx(tx -> make(tx, name));
  }

  private Made make(Tx tx, String name) {
    if (NetworkStore.count(tx) >= NetworkLimits.NETWORKS_MAX) {
      throw new Refusal(
          Reason.REASON_LIMIT_REACHED, "This server holds as many networks as it may.");
    }
    NetworkId id = NetworkId.of(kernel.random().bytes(Id.LENGTH));
    Network network =
        new Network(id, checkedName(name), kernel.clock().millis(), NetworkPolicy.DEFAULT);
    NetworkStore.insert(tx, network);
    audit.append(tx, id, Deed.local("network.create", id.toString(), ""));
    String link =
        invitations.inviteLocally(
            tx,
            id,
            new Invitations.Wish("", "", Role.OWNER, NetworkLimits.INVITATION_LIFE_DEFAULT));
    return new Made(network, link);
  }

  /// A network that is known to exist.
  public Network find(Tx tx, NetworkId network) {
    return NetworkStore.find(tx, network).orElseThrow(() -> new Bug("a network is missing"));
  }

  public Optional<Network> lookUp(Tx tx, NetworkId network) {
    return NetworkStore.find(tx, network);
  }

  /// All of them, oldest first.
  public List<Network> all() {
    return kernel.db().read(NetworkStore::all);
  }

  /// The network that an administrator names, or the only one there is.
  public Network choose(Optional<String> idText) {
    List<Network> all = all();
    if (idText.isEmpty() && all.size() == 1) {
      return all.getFirst();
    }
    if (idText.isEmpty()) {
      throw new Refusal(Reason.REASON_MALFORMED, "There are several networks. Add --network.");
    }
    return all.stream()
        .filter(network -> network.id().toString().equals(idText.orElseThrow()))
        .findFirst()
        .orElseThrow(() -> new Refusal(Reason.REASON_NOT_FOUND, "There is no such network."));
  }

  /// Sets the whole policy, by the administrator at the machine.
  public void setPolicy(NetworkId network, NetworkPolicy policy) {
    kernel
        .db()
        .tx(tx -> {
          NetworkStore.setPolicy(tx, network, policy);
          audit.append(tx, network, Deed.local("network.policy", "", told(policy)));
          return true;
        });
  }

  static String told(NetworkPolicy policy) {
    NetworkPolicy.PasswordRules rules = policy.passwords();
    return "length=%d lower=%d upper=%d digit=%d symbol=%d members-invite=%b account-key=%b devices=%d"
        .formatted(
            rules.lengthMin(),
            rules.lowerMin(),
            rules.upperMin(),
            rules.digitMin(),
            rules.symbolMin(),
            policy.membersInvite(),
            policy.accountKeyRequired(),
            policy.devicesMax());
  }

  private static String checkedName(String name) {
    String stripped = name.strip();
    if (stripped.isEmpty()
        || stripped.getBytes(StandardCharsets.UTF_8).length > NetworkLimits.NAME_BYTES_MAX
        || stripped.codePoints().anyMatch(Character::isISOControl)) {
      throw new Refusal(
          Reason.REASON_MALFORMED,
          "A network's name is 1 to " + NetworkLimits.NAME_BYTES_MAX + " bytes of text.");
    }
    return stripped;
  }
}

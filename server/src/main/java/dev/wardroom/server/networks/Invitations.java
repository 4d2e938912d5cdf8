package dev.wardroom.server.networks;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.audit.Deed;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.Id;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.InvitationSecret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One-time invitations. A person's invitation is made by the inviter's device, which alone knows
/// the secret; one made by the administrator at the machine is made here, shown once and forgotten.
public final class Invitations {
  private final Kernel kernel;
  private final Audit audit;
  private final Supplier<String> origin;

  /// @param origin what links begin with, for example `https://chat.example.org`; known once the
  ///   server listens
  public Invitations(Kernel kernel, Audit audit, Supplier<String> origin) {
    this.kernel = kernel;
    this.audit = audit;
    this.origin = origin;
  }

  /// Whom an invitation is for.
  ///
  /// @param username empty: the person chooses
  public record Wish(String username, String name, Role role, Duration life) {
    public Wish {
      username = username.isBlank() ? "" : Names.username(username);
      name = name.isBlank() ? "" : Names.name(name, NetworkLimits.PERSON_NAME_BYTES_MAX);
    }
  }

  String origin() {
    return origin.get();
  }

  /// Draws a secret and answers the link.
  public String inviteLocally(Tx tx, NetworkId network, Wish wish) {
    InvitationSecret secret = InvitationSecret.of(kernel.random().bytes(InvitationSecret.LENGTH));
    Invitation made = keep(tx, network, Optional.empty(), wish, secret.hash());
    audit.append(
        tx, network, Deed.local("invitation.create", made.id().toHex(), "role=" + wish.role()));
    return new InvitationLink(origin.get(), secret, network, fingerprint(tx, network)).toText();
  }

  /// Keeps what a member's device made.
  Invitation invite(
      NetworkId network, UserId inviter, Wish wish, Hash32 secretHash, People people) {
    return kernel
        .db()
        .tx(tx -> {
          boolean administers = people.role(tx, network, inviter).administers();
          checkMayInvite(tx, network, administers, inviter);
          if (!wish.username().isEmpty() && people.isTaken(tx, network, wish.username())) {
            throw new Refusal(Reason.REASON_NAME_TAKEN, "This user name is taken. Choose another.");
          }
          Invitation made = keep(tx, network, Optional.of(inviter), wish, secretHash);
          audit.append(tx, network, Deed.by(inviter, "invitation.create", made.id().toHex(), ""));
          return made;
        });
  }

  private void checkMayInvite(Tx tx, NetworkId network, boolean administers, UserId inviter) {
    if (administers) {
      return;
    }
    Network found =
        NetworkStore.find(tx, network).orElseThrow(() -> new Bug("a network is missing"));
    if (!found.policy().membersInvite()) {
      throw new Refusal(
          Reason.REASON_FORBIDDEN, "In this network administrators invite. Ask one of them.");
    }
    long own =
        InvitationStore.countOpen(tx, network, Optional.of(inviter), kernel.clock().millis()).own();
    if (own >= NetworkLimits.MEMBER_INVITATIONS_MAX) {
      throw tooMany();
    }
  }

  private Invitation keep(
      Tx tx, NetworkId network, Optional<UserId> inviter, Wish wish, Hash32 secretHash) {
    long now = kernel.clock().millis();
    if (InvitationStore.countOpen(tx, network, Optional.empty(), now).all()
        >= NetworkLimits.OPEN_INVITATIONS_MAX) {
      throw tooMany();
    }
    Invitation invitation =
        new Invitation(
            network,
            freshId(now),
            wish.username(),
            wish.name(),
            wish.role(),
            inviter,
            now,
            now + checkedLife(wish.life()).toMillis(),
            Optional.empty(),
            false);
    if (!InvitationStore.insert(tx, invitation, secretHash)) {
      throw new Refusal(Reason.REASON_CONFLICT, "This secret is in use. Draw another.");
    }
    return invitation;
  }

  /// 6 bytes of time and 10 random ones, so that ids rise with time.
  private Bytes freshId(long now) {
    byte[] id = kernel.random().bytes(Id.LENGTH);
    byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(now).array();
    System.arraycopy(time, 2, id, 0, 6);
    return Bytes.wrap(id);
  }

  private static Duration checkedLife(Duration life) {
    if (life.compareTo(NetworkLimits.INVITATION_LIFE_MIN) < 0
        || life.compareTo(NetworkLimits.INVITATION_LIFE_MAX) > 0) {
      throw new Refusal(
          Reason.REASON_MALFORMED, "An invitation is good for one minute to 90 days.");
    }
    return life;
  }

  private Optional<Hash32> fingerprint(Tx tx, NetworkId network) {
    Optional<byte[]> newest = StatementStore.newest(tx, network);
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    try {
      SignedBytes signed = SignedBytes.decode(newest.orElseThrow(), WireLimits.STATEMENT_BYTES_MAX);
      NetworkStatement statement = NetworkStatement.decode(signed.body().unsafeArray());
      return Optional.of(NetworkStatement.fingerprint(statement.ownerKeys().getFirst()));
    } catch (ProtocolException broken) {
      throw new Bug("a kept statement does not parse", broken);
    }
  }

  /// The open invitation of a secret. Wrong, used, revoked and ended ones are refused alike.
  public Invitation requireOpen(Tx tx, InvitationSecret secret) {
    return InvitationStore.bySecret(tx, secret.hash())
        .filter(invitation -> invitation.isOpen(kernel.clock().millis()))
        .orElseThrow(Invitations::refused);
  }

  /// The invitation of a secret, whatever became of it: for repeats of a registration.
  public Optional<Invitation> find(Tx tx, InvitationSecret secret) {
    return InvitationStore.bySecret(tx, secret.hash());
  }

  /// Uses it up for this account, or refuses when somebody else just did.
  public void use(Tx tx, Invitation invitation, UserId user) {
    if (!InvitationStore.use(tx, invitation, user, kernel.clock().millis())) {
      throw refused();
    }
  }

  /// Those that the caller may see: all for who administers, the own ones otherwise.
  List<Invitation> page(NetworkId network, UserId caller, byte[] after, int limit, People people) {
    int most =
        limit == 0
            ? NetworkLimits.INVITATIONS_PAGE_MAX
            : Math.min(limit, NetworkLimits.INVITATIONS_PAGE_MAX);
    return kernel
        .db()
        .read(tx ->
            InvitationStore.page(tx, network, after, scope(tx, network, caller, people), most));
  }

  void revoke(NetworkId network, UserId caller, byte[] id, People people) {
    kernel
        .db()
        .tx(tx -> {
          boolean revoked =
              InvitationStore.revoke(
                  tx, network, id, scope(tx, network, caller, people), kernel.clock().millis());
          if (!revoked) {
            throw new Refusal(Reason.REASON_NOT_FOUND, "There is no such open invitation.");
          }
          String subject = Bytes.of(id).toHex();
          audit.append(tx, network, Deed.by(caller, "invitation.revoke", subject, ""));
          return true;
        });
  }

  private static Optional<UserId> scope(Tx tx, NetworkId network, UserId caller, People people) {
    return people.role(tx, network, caller).administers() ? Optional.empty() : Optional.of(caller);
  }

  /// Deletes a bounded number of invitations that ended long ago; answers whether more may be
  /// waiting.
  public boolean sweepRound() {
    long before = kernel.clock().millis() - NetworkLimits.INVITATION_KEPT.toMillis();
    return kernel.db().tx(tx -> InvitationStore.sweep(tx, before)) >= NetworkLimits.SWEEP_MAX;
  }

  private static Refusal refused() {
    return new Refusal(
        Reason.REASON_SIGN_IN_REFUSED,
        "This invitation is not good (any more). Ask for a new one.");
  }

  private static Refusal tooMany() {
    return new Refusal(
        Reason.REASON_LIMIT_REACHED, "There are too many open invitations. Revoke some first.");
  }
}

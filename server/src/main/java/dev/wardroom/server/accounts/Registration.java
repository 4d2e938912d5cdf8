package dev.wardroom.server.accounts;

import dev.wardroom.schema.v1.Envelope;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.RegisterRequest;
import dev.wardroom.server.accounts.secrets.Credential;
import dev.wardroom.server.accounts.secrets.CredentialStore;
import dev.wardroom.server.accounts.secrets.Passwords;
import dev.wardroom.server.directory.DeviceLists;
import dev.wardroom.server.directory.Directory;
import dev.wardroom.server.directory.NewDevice;
import dev.wardroom.server.directory.NewPerson;
import dev.wardroom.server.directory.Person;
import dev.wardroom.server.directory.PreparedPerson;
import dev.wardroom.server.directory.UploadedBatches;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.Invitation;
import dev.wardroom.server.networks.Invitations;
import dev.wardroom.server.networks.Names;
import dev.wardroom.server.networks.Role;
import dev.wardroom.server.networks.Statements;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.text.InvitationSecret;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes an account out of an invitation: all of it or nothing, in one transaction. Signatures and
/// the hash are computed before it.
final class Registration {
  /// What exists now, durably.
  record Registered(NetworkId network, long createdAt) {}

  private final Kernel kernel;
  private final Invitations invitations;
  private final Statements statements;
  private final Directory directory;
  private final DeviceLists lists;
  private final Passwords passwords;

  Registration(
      Kernel kernel,
      Invitations invitations,
      Statements statements,
      Directory directory,
      DeviceLists lists,
      Passwords passwords) {
    this.kernel = kernel;
    this.invitations = invitations;
    this.statements = statements;
    this.directory = directory;
    this.lists = lists;
    this.passwords = passwords;
  }

  Registered register(RegisterRequest request) {
    InvitationSecret secret = InvitationSecret.of(request.getInvitationSecret().toByteArray());
    UserId user = UserId.of(request.getUserId().toByteArray());
    Optional<Registered> before = kernel.db().read(tx -> repeated(tx, secret, user, request));
    if (before.isPresent()) {
      return before.orElseThrow();
    }
    Invitation invitation = kernel.db().read(tx -> invitations.requireOpen(tx, secret));
    checkRequest(request, invitation);
    PreparedPerson person = directory.prepare(newPerson(request, invitation, user));
    Credential credential = passwords.prepare(request.getPassword(), request.getLoginSecret());
    return kernel.db().tx(tx -> keep(tx, secret, person, credential, request));
  }

  /// The account of an earlier request with the same device list, whose answer got lost.
  private Optional<Registered> repeated(
      Tx tx, InvitationSecret secret, UserId user, RegisterRequest request) {
    Optional<Invitation> used =
        invitations.find(tx, secret).filter(each -> each.usedBy().equals(Optional.of(user)));
    if (used.isEmpty()) {
      return Optional.empty();
    }
    NetworkId network = used.orElseThrow().network();
    List<byte[]> kept = lists.after(tx, network, user, 0, 1);
    boolean same =
        !kept.isEmpty()
            && Arrays.equals(kept.getFirst(), request.getDeviceListSigned().toByteArray());
    return same
        ? directory.find(tx, network, user).map(each -> new Registered(network, each.createdAt()))
        : Optional.empty();
  }

  private static void checkRequest(RegisterRequest request, Invitation invitation) {
    if (!invitation.username().isEmpty()
        && !invitation.username().equals(Names.username(request.getUsername()))) {
      throw new Refusal(
          Reason.REASON_FORBIDDEN, "This invitation is for another user name. Use that one.");
    }
    if (!request.hasPassword()) {
      throw new Refusal(Reason.REASON_MALFORMED, "The password's parameters are missing.");
    }
    Set<EnvelopeKind> kinds = EnumSet.noneOf(EnvelopeKind.class);
    request.getEnvelopesList().forEach(envelope -> kinds.add(Envelopes.checkedKind(envelope)));
    boolean owner = invitation.role() == Role.OWNER;
    boolean wrong =
        kinds.size() != request.getEnvelopesCount()
            || !kinds.contains(EnvelopeKind.ENVELOPE_KIND_PASSWORD)
            || (kinds.contains(EnvelopeKind.ENVELOPE_KIND_NETWORK_KEY) && !owner);
    if (wrong) {
      throw new Refusal(
          Reason.REASON_MALFORMED,
          "The password envelope is needed, each kind once, and the network key is the owner's.");
    }
  }

  private static NewPerson newPerson(RegisterRequest request, Invitation invitation, UserId user) {
    NewDevice device =
        new NewDevice(
            DeviceId.of(request.getDeviceId().toByteArray()),
            request.getDeviceName(),
            UploadedBatches.of(request.getBatchesList()));
    return new NewPerson(
        invitation.network(),
        user,
        request.getUsername(),
        request.getName().isBlank() ? invitation.name() : request.getName(),
        invitation.role(),
        request.getDeviceListSigned().toByteArray(),
        device);
  }

  private Registered keep(
      Tx tx,
      InvitationSecret secret,
      PreparedPerson prepared,
      Credential credential,
      RegisterRequest request) {
    Person person = prepared.person();
    NetworkId network = person.network();
    long now = kernel.clock().millis();
    invitations.use(tx, invitations.requireOpen(tx, secret), person.user());
    directory.keep(tx, prepared);
    CredentialStore.put(tx, network, person.user(), credential, now);
    for (Envelope envelope : request.getEnvelopesList()) {
      CredentialStore.putEnvelope(tx, network, person.user(), envelope, now);
    }
    keepStatement(tx, person, request);
    return new Registered(network, person.createdAt());
  }

  /// The first owner makes the first statement; nobody else makes one by registering.
  private void keepStatement(Tx tx, Person person, RegisterRequest request) {
    boolean due = person.role() == Role.OWNER && statements.newest(tx, person.network()).isEmpty();
    if (due == request.getStatementSigned().isEmpty()) {
      throw new Refusal(
          Reason.REASON_MALFORMED,
          due
              ? "The network's first owner signs its first statement."
              : "Only the network's first owner brings a statement.");
    }
    if (due) {
      statements.first(tx, person.network(), request.getStatementSigned().toByteArray());
    }
  }
}

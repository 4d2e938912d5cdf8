package dev.wardroom.server.networks;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.CreateInvitationRequest;
import dev.wardroom.schema.v1.CreateInvitationResponse;
import dev.wardroom.schema.v1.GetInvitationRequest;
import dev.wardroom.schema.v1.GetInvitationResponse;
import dev.wardroom.schema.v1.GetServerRequest;
import dev.wardroom.schema.v1.GetServerResponse;
import dev.wardroom.schema.v1.GetStatementsRequest;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.schema.v1.ListInvitationsRequest;
import dev.wardroom.schema.v1.ListInvitationsResponse;
import dev.wardroom.schema.v1.PasswordRules;
import dev.wardroom.schema.v1.PublishStatementRequest;
import dev.wardroom.schema.v1.PublishStatementResponse;
import dev.wardroom.schema.v1.RevokeInvitationRequest;
import dev.wardroom.schema.v1.RevokeInvitationResponse;
import dev.wardroom.server.edge.Caller.Anonymous;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.text.InvitationSecret;
import java.time.Duration;

/// The methods of `NetworkService`.
public final class NetworkRoutes {
  private static final String SERVICE = "NetworkService/";

  /// The protocol versions that this server speaks.
  private static final int VERSION = 1;

  /// Who does the work.
  ///
  /// @param version of the server program, as told to strangers
  public record Parts(
      Kernel kernel,
      Networks networks,
      Invitations invitations,
      Statements statements,
      People people,
      String version) {}

  private final Parts parts;

  public NetworkRoutes(Parts parts) {
    this.parts = parts;
  }

  public void register(Routes routes) {
    routes.open(SERVICE + "GetServer", GetServerRequest.getDefaultInstance(), this::server);
    routes.open(
        SERVICE + "GetInvitation", GetInvitationRequest.getDefaultInstance(), this::invitation);
    routes.device(
        SERVICE + "GetStatements", GetStatementsRequest.getDefaultInstance(), this::statements);
    routes.device(
        SERVICE + "PublishStatement",
        PublishStatementRequest.getDefaultInstance(),
        this::publishStatement);
    routes.device(
        SERVICE + "CreateInvitation", CreateInvitationRequest.getDefaultInstance(), this::invite);
    routes.device(
        SERVICE + "ListInvitations",
        ListInvitationsRequest.getDefaultInstance(),
        this::listInvitations);
    routes.device(
        SERVICE + "RevokeInvitation", RevokeInvitationRequest.getDefaultInstance(), this::revoke);
  }

  private GetServerResponse server(Anonymous caller, GetServerRequest request) {
    return GetServerResponse.newBuilder()
        .setVersion(parts.version)
        .setVersionMin(VERSION)
        .setVersionMax(VERSION)
        .setServerTime(parts.kernel.clock().millis())
        .build();
  }

  private GetInvitationResponse invitation(Anonymous caller, GetInvitationRequest request) {
    InvitationSecret secret = InvitationSecret.of(request.getSecret().toByteArray());
    return parts.kernel.db().read(tx -> offer(tx, parts.invitations.requireOpen(tx, secret)));
  }

  private GetInvitationResponse offer(Tx tx, Invitation invitation) {
    Network network = parts.networks.find(tx, invitation.network());
    GetInvitationResponse.Builder answer =
        GetInvitationResponse.newBuilder()
            .setNetworkId(ByteString.copyFrom(network.id().toArray()))
            .setNetworkName(network.name())
            .setUsername(invitation.username())
            .setName(invitation.name())
            .setPasswordRules(rules(network.policy().passwords()))
            .setAccountKeyRequired(network.policy().accountKeyRequired())
            .setExpiresAt(invitation.expiresAt());
    parts
        .statements
        .newest(tx, network.id())
        .ifPresentOrElse(
            statement -> answer.setStatementSigned(ByteString.copyFrom(statement)),
            () -> answer.setOwner(invitation.role() == Role.OWNER));
    return answer.build();
  }

  private static PasswordRules rules(NetworkPolicy.PasswordRules rules) {
    return PasswordRules.newBuilder()
        .setLengthMin(rules.lengthMin())
        .setLowerMin(rules.lowerMin())
        .setUpperMin(rules.upperMin())
        .setDigitMin(rules.digitMin())
        .setSymbolMin(rules.symbolMin())
        .build();
  }

  private GetStatementsResponse statements(SignedInDevice caller, GetStatementsRequest request) {
    GetStatementsResponse.Builder answer = GetStatementsResponse.newBuilder();
    parts
        .statements
        .from(caller.network(), request.getFromVersion())
        .forEach(statement -> answer.addStatementsSigned(ByteString.copyFrom(statement)));
    return answer.build();
  }

  private PublishStatementResponse publishStatement(
      SignedInDevice caller, PublishStatementRequest request) {
    parts.statements.publish(
        caller.network(), caller.user(), request.getStatementSigned().toByteArray());
    return PublishStatementResponse.getDefaultInstance();
  }

  private CreateInvitationResponse invite(SignedInDevice caller, CreateInvitationRequest request) {
    Duration life =
        request.getValidSeconds() == 0
            ? NetworkLimits.INVITATION_LIFE_DEFAULT
            : Duration.ofSeconds(request.getValidSeconds());
    Invitation made =
        parts.invitations.invite(
            caller.network(),
            caller.user(),
            new Invitations.Wish(request.getUsername(), request.getName(), Role.MEMBER, life),
            new Hash32(Bytes.wrap(request.getSecretHash().toByteArray())),
            parts.people);
    return CreateInvitationResponse.newBuilder()
        .setInvitationId(ByteString.copyFrom(made.id().toArray()))
        .setExpiresAt(made.expiresAt())
        .setPublicUrl(parts.invitations.origin())
        .build();
  }

  private ListInvitationsResponse listInvitations(
      SignedInDevice caller, ListInvitationsRequest request) {
    ListInvitationsResponse.Builder answer = ListInvitationsResponse.newBuilder();
    parts
        .invitations
        .page(
            caller.network(),
            caller.user(),
            request.getAfter().toByteArray(),
            request.getLimit(),
            parts.people)
        .forEach(invitation -> answer.addInvitations(listed(invitation)));
    return answer.build();
  }

  private static dev.wardroom.schema.v1.Invitation listed(Invitation invitation) {
    return dev.wardroom.schema.v1.Invitation.newBuilder()
        .setInvitationId(ByteString.copyFrom(invitation.id().toArray()))
        .setUsername(invitation.username())
        .setName(invitation.name())
        .setCreatedAt(invitation.createdAt())
        .setExpiresAt(invitation.expiresAt())
        .setUsed(invitation.usedBy().isPresent())
        .build();
  }

  private RevokeInvitationResponse revoke(SignedInDevice caller, RevokeInvitationRequest request) {
    parts.invitations.revoke(
        caller.network(), caller.user(), request.getInvitationId().toByteArray(), parts.people);
    return RevokeInvitationResponse.getDefaultInstance();
  }
}

package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Invitations;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.schema.v1.CreateInvitationRequest;
import dev.wardroom.schema.v1.CreateInvitationResponse;
import dev.wardroom.schema.v1.Invitation;
import dev.wardroom.schema.v1.ListInvitationsRequest;
import dev.wardroom.schema.v1.RevokeInvitationRequest;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.InvitationSecret;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Inviting people into the network. The secret is made here; the server keeps its hash.
final class InvitationsRoom implements Invitations {

  private static final int LISTED_MAX = 100;

  private final Engine engine;

  InvitationsRoom(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Invited invite(String username, String name) {
    return Refs.call(() -> {
      InvitationSecret secret =
          InvitationSecret.of(engine.local().randomBytes(InvitationSecret.LENGTH));
      CreateInvitationResponse response =
          engine
              .api()
              .call(
                  Rpcs.CREATE_INVITATION,
                  CreateInvitationRequest.newBuilder()
                      .setUsername(username.strip())
                      .setName(name.strip())
                      .setSecretHash(ByteString.copyFrom(secret.hash().toArray()))
                      .build());
      InvitationLink link =
          new InvitationLink(
              origin(response.getPublicUrl()),
              secret,
              engine.me().network(),
              Optional.of(engine.identity().networkFingerprint()));
      return new Invited(
          hex(response.getInvitationId()),
          link.toText(),
          Instant.ofEpochMilli(response.getExpiresAt()));
    });
  }

  /// Links begin with the address that the server calls its own, or else with the one that this
  /// home uses.
  private String origin(String publicUrl) {
    String url = publicUrl.isBlank() ? engine.me().server() : publicUrl;
    String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return plain.toLowerCase(Locale.ROOT);
  }

  @Override
  public List<InvitationView> list() {
    return Refs.call(() ->
        engine
            .api()
            .call(
                Rpcs.LIST_INVITATIONS,
                ListInvitationsRequest.newBuilder().setLimit(LISTED_MAX).build())
            .getInvitationsList()
            .stream()
            .map(InvitationsRoom::view)
            .toList());
  }

  private static InvitationView view(Invitation invitation) {
    return new InvitationView(
        hex(invitation.getInvitationId()),
        invitation.getUsername(),
        invitation.getName(),
        Instant.ofEpochMilli(invitation.getCreatedAt()),
        Instant.ofEpochMilli(invitation.getExpiresAt()),
        invitation.getUsed());
  }

  @Override
  public void revoke(String id) {
    Refs.run(() -> {
      List<InvitationView> fitting =
          list().stream()
              .filter(each -> each.id().startsWith(id.toLowerCase(Locale.ROOT)))
              .toList();
      if (fitting.size() != 1) {
        throw new ClientException(
            fitting.isEmpty() ? ClientException.Kind.NOT_FOUND : ClientException.Kind.USAGE,
            fitting.isEmpty()
                ? "there is no such invitation"
                : "several invitations begin like this: give more of the id");
      }
      engine
          .api()
          .call(
              Rpcs.REVOKE_INVITATION,
              RevokeInvitationRequest.newBuilder()
                  .setInvitationId(
                      ByteString.copyFrom(HexFormat.of().parseHex(fitting.getFirst().id())))
                  .build());
    });
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}

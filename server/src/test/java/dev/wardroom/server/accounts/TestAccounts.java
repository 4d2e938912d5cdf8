package dev.wardroom.server.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.server.directory.TestDirectory;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.networks.Invitations;
import dev.wardroom.server.networks.NetworkLimits;
import dev.wardroom.server.networks.Role;
import dev.wardroom.server.networks.Statements;
import dev.wardroom.wire.text.InvitationLink;
import java.util.Optional;

/// The rooms of accounts on a test kernel.
final class TestAccounts {
  private static final String ORIGIN = "http://localhost:8440";

  private TestAccounts() {}

  static Accounts on(TestDirectory rooms) {
    return new Accounts(
        new Accounts.Ground(
            rooms.kernel,
            rooms.audit,
            rooms.networks,
            rooms.invitations,
            new Statements(rooms.kernel, rooms.audit, rooms.directory),
            rooms.directory,
            rooms.lists,
            () -> ORIGIN));
  }

  static TestUser registered(TestDirectory rooms, Accounts accounts, String username) {
    String link =
        rooms.kernel.db().tx(tx -> rooms.invitations.inviteLocally(tx, rooms.network.id(), wish()));
    TestUser user = new TestUser(rooms.network.id(), rooms.kernel.clock().millis());
    InvitationLink parsed = People.parsed(link);
    accounts
        .registration()
        .register(Requests.register(parsed.secret(), user, username, Optional.empty()).build());
    return user;
  }

  static Invitations.Wish wish() {
    return new Invitations.Wish("", "", Role.MEMBER, NetworkLimits.INVITATION_LIFE_DEFAULT);
  }

  static FinishSessionRequest challenge(TestUser user, byte[] nonce, FakeClock clock) {
    return Requests.finishSession(
        user, user.first, "localhost:8440", ByteString.copyFrom(nonce), clock.millis());
  }

  static String open(Accounts accounts, FinishSessionRequest request) {
    return accounts
        .sessions()
        .open(
            dev.wardroom.wire.id.DeviceId.of(request.getDeviceId().toByteArray()),
            request.getServerNonce().toByteArray(),
            request.getClientNonce().toByteArray(),
            request.getChallengeSigned().toByteArray())
        .token();
  }
}

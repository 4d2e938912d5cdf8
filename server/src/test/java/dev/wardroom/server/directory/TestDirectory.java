package dev.wardroom.server.directory;

import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.directory.prekeys.Prekeys;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.networks.Invitations;
import dev.wardroom.server.networks.Network;
import dev.wardroom.server.networks.Networks;
import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.id.NetworkId;

/// The rooms up to the directory, wired on a test kernel, with one network.
public final class TestDirectory {
  public final Kernel kernel;
  public final Audit audit;
  public final Invitations invitations;
  public final Networks networks;
  public final Prekeys prekeys;
  public final DeviceLists lists;
  public final Directory directory;
  public final Network network;
  public final String ownerInvitation;

  public TestDirectory(Kernel kernel) {
    this.kernel = kernel;
    audit = new Audit(kernel.clock());
    invitations = new Invitations(kernel, audit, () -> "http://localhost:8440");
    networks = new Networks(kernel, audit, invitations);
    prekeys = new Prekeys(kernel);
    lists = new DeviceLists(kernel, networks, prekeys);
    directory = new Directory(kernel, lists);
    Networks.Made made = networks.makeFirst("Test").orElseThrow();
    network = made.network();
    ownerInvitation = made.ownerInvitation();
  }

  /// A user of the network whose account is kept.
  public TestUser person(String username, String name) {
    return person(network.id(), username, name);
  }

  public TestUser person(NetworkId in, String username, String name) {
    TestUser user = new TestUser(in, kernel.clock().millis());
    keep(user, username, name);
    return user;
  }

  public void keep(TestUser user, String username, String name) {
    PreparedPerson prepared =
        directory.prepare(
            new NewPerson(
                user.network,
                user.user,
                username,
                name,
                Role.MEMBER,
                user.listSigned(),
                user.firstDevice()));
    kernel.db().run(tx -> directory.keep(tx, prepared));
  }
}

package dev.wardroom.server.app;

import dev.wardroom.server.conversations.DeviceDirectory;
import dev.wardroom.server.directory.ListedPerson;
import dev.wardroom.server.directory.prekeys.TakenPrekey;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.sending.PrekeyDesk;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.network.RetentionRule.BacklogPolicy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What conversations and mailboxes ask, answered by the rooms of people.
final class DirectoryAnswers implements DeviceDirectory, PrekeyDesk {
  private final PeopleRooms people;

  DirectoryAnswers(PeopleRooms people) {
    this.people = people;
  }

  @Override
  public Map<UserId, ListedUser> users(Tx tx, NetworkId network, Collection<UserId> users) {
    List<UserId> asked = users.stream().distinct().toList();
    Map<UserId, ListedUser> found = HashMap.newHashMap(asked.size());
    for (ListedPerson person : people.lists().listed(tx, network, asked)) {
      found.put(
          person.user(),
          new ListedUser(
              person.user(),
              person.version(),
              person.hash(),
              person.hashBefore(),
              person.listedAt(),
              person.rootKeyHash(),
              person.suspended(),
              person.devices()));
    }
    return found;
  }

  @Override
  public void lock(Tx tx, NetworkId network, Collection<UserId> users) {
    people.lists().lock(tx, network, users);
  }

  @Override
  public Optional<Long> removedAt(Tx tx, NetworkId network, DeviceId device) {
    return people.lists().removedAt(tx, network, device);
  }

  @Override
  public Optional<VerifiedDeviceList> list(Tx tx, NetworkId network, UserId user, Hash32 hash) {
    return people.lists().byHash(tx, network, user, hash);
  }

  @Override
  public Statements statements(Tx tx, NetworkId network) {
    return hash -> people.statements().byHash(tx, network, hash);
  }

  @Override
  public BacklogPolicy backlogPolicy(Tx tx, NetworkId network) {
    return people
        .statements()
        .newestVerified(tx, network)
        .flatMap(newest -> newest.statement().retention())
        .map(RetentionRule::backlogPolicy)
        .orElse(BacklogPolicy.STOP_SENDING);
  }

  @Override
  public Map<DeviceId, Given> takeLastStanding(
      Tx tx, NetworkId network, Collection<DeviceId> devices) {
    return given(people.prekeys().lastStanding(tx, network, devices));
  }

  @Override
  public Set<DeviceId> dormant(Tx tx, NetworkId network, Collection<DeviceId> devices) {
    Set<DeviceId> dormant = new HashSet<>(devices);
    dormant.removeAll(people.prekeys().withGoodPrekey(tx, network, devices));
    return dormant;
  }

  @Override
  public boolean overHalf(Tx tx, NetworkId network, Collection<DeviceId> devices) {
    return people.prekeys().overHalf(tx, network, devices);
  }

  @Override
  public Map<DeviceId, Given> take(Tx tx, NetworkId network, Collection<DeviceId> devices) {
    return given(people.prekeys().take(tx, network, devices));
  }

  private static Map<DeviceId, Given> given(Map<DeviceId, TakenPrekey> taken) {
    Map<DeviceId, Given> given = HashMap.newHashMap(taken.size());
    taken.forEach((device, key) ->
        given.put(
            device,
            new Given(
                device,
                key.batch(),
                key.index(),
                key.agreementKey(),
                key.encapsulationKey(),
                key.path(),
                key.batchSigned(),
                key.standing())));
    return given;
  }
}

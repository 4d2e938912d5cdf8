package dev.wardroom.server.directory;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.Names;
import dev.wardroom.server.networks.NetworkLimits;
import dev.wardroom.server.networks.People;
import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The door to people and their devices.
public final class Directory implements People {
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final Kernel kernel;
  private final DeviceLists lists;

  public Directory(Kernel kernel, DeviceLists lists) {
    this.kernel = kernel;
    this.lists = lists;
  }

  /// Checks names, list and prekeys of a new account, outside any transaction.
  public PreparedPerson prepare(NewPerson fresh) {
    String username = Names.username(fresh.username());
    String name =
        fresh.name().isBlank()
            ? username
            : Names.name(fresh.name(), NetworkLimits.PERSON_NAME_BYTES_MAX);
    ListOffer offer =
        lists.verifyFirst(fresh.network(), fresh.user(), fresh.listSigned(), fresh.device());
    Person person =
        new Person(
            fresh.network(),
            fresh.user(),
            username,
            name,
            fresh.role(),
            kernel.clock().millis(),
            false,
            1,
            offer.list().rootKeyHash());
    return new PreparedPerson(person, offer);
  }

  /// Makes the account's part here: person, device, list, prekeys.
  public void keep(Tx tx, PreparedPerson prepared) {
    Person person = prepared.person();
    if (PersonStore.byUsername(tx, person.username()).isPresent()) {
      throw new Refusal(Reason.REASON_NAME_TAKEN, "This user name is taken. Choose another.");
    }
    if (PersonStore.count(tx, person.network()) >= DirectoryLimits.PEOPLE_MAX) {
      throw new Refusal(Reason.REASON_LIMIT_REACHED, "This network is full.");
    }
    if (!PersonStore.insert(tx, person)) {
      throw new Refusal(
          Reason.REASON_CONFLICT, "The user name or the user id was taken just now. Try again.");
    }
    lists.keepFirst(tx, prepared.offer());
  }

  public Optional<Person> find(Tx tx, NetworkId network, UserId user) {
    return PersonStore.find(tx, network, user);
  }

  /// As [#find], and nobody changes the person or their device list before this transaction ends.
  public Optional<Person> lock(Tx tx, NetworkId network, UserId user) {
    return PersonStore.lock(tx, network, user);
  }

  /// By user name, in the whole installation: for signing in.
  public Optional<Person> byUsername(Tx tx, String username) {
    return PersonStore.byUsername(tx, Names.typedUsername(username));
  }

  /// Those of these people who are in the network.
  public List<Person> byIds(Tx tx, NetworkId network, List<UserId> users) {
    return PersonStore.byIds(tx, network, users);
  }

  /// By ids and user names together, each person once.
  List<Person> byIdsAndNames(NetworkId network, List<UserId> users, List<String> usernames) {
    List<String> folded = usernames.stream().map(Names::typedUsername).distinct().toList();
    return kernel
        .db()
        .read(tx -> {
          Map<UserId, Person> found = new LinkedHashMap<>();
          PersonStore.byIds(tx, network, users).forEach(p -> found.put(p.user(), p));
          PersonStore.byUsernames(tx, network, folded).forEach(p -> found.put(p.user(), p));
          return List.copyOf(found.values());
        });
  }

  List<Person> search(NetworkId network, String query, int limit) {
    String folded = Names.folded(query);
    if (folded.isEmpty()) {
      return List.of();
    }
    int most =
        limit == 0 ? DirectoryLimits.SEARCH_MAX : Math.min(limit, DirectoryLimits.SEARCH_MAX);
    return kernel.db().read(tx -> PersonStore.search(tx, network, folded, most));
  }

  /// A page of a network's people by user name, for the administrator.
  public List<Person> page(Tx tx, NetworkId network, String afterUsername, int limit) {
    return PersonStore.page(
        tx, network, afterUsername, Math.clamp(limit, 1, DirectoryLimits.PEOPLE_PAGE_MAX));
  }

  public long count(Tx tx, NetworkId network) {
    return PersonStore.count(tx, network);
  }

  public void setName(Tx tx, NetworkId network, UserId user, String name) {
    String checked = Names.name(name, NetworkLimits.PERSON_NAME_BYTES_MAX);
    PersonStore.setName(tx, require(tx, network, user), checked);
  }

  public void setRole(Tx tx, NetworkId network, UserId user, Role role) {
    PersonStore.setRole(tx, network, user, role);
  }

  /// Takes a person out of the network's life, or back in. Whoever holds sessions and audiences
  /// listens to [PersonSuspended] within the transaction.
  public void setSuspended(Tx tx, NetworkId network, UserId user, boolean suspended) {
    if (suspended) {
      PersonStore.suspend(tx, network, user, kernel.clock().millis());
    } else {
      PersonStore.resume(tx, network, user);
    }
    kernel.events().publish(tx, new PersonSuspended(network, user, suspended));
  }

  @Override
  public Role role(Tx tx, NetworkId network, UserId user) {
    return require(tx, network, user).role();
  }

  @Override
  public boolean isTaken(Tx tx, NetworkId network, String username) {
    return PersonStore.byUsername(tx, Names.typedUsername(username))
        .filter(person -> person.network().equals(network))
        .isPresent();
  }

  private static Person require(Tx tx, NetworkId network, UserId user) {
    return PersonStore.find(tx, network, user)
        .orElseThrow(() -> new Refusal(Reason.REASON_NOT_FOUND, "There is no such account."));
  }

  /// A device by its id, removed or not; ids are unique in the installation.
  public Optional<Device> device(Tx tx, DeviceId device) {
    return DeviceStore.find(tx, device);
  }

  /// The live devices of a person, oldest first.
  public List<Device> devices(Tx tx, NetworkId network, UserId user) {
    return DeviceStore.liveOf(tx, network, user);
  }

  /// Names a live device for its owner.
  public void setDeviceName(Tx tx, NetworkId network, UserId user, DeviceId device, String name) {
    String checked = Names.name(name, DirectoryLimits.DEVICE_NAME_BYTES_MAX);
    if (!DeviceStore.setName(tx, network, user, device, checked)) {
      throw new Refusal(Reason.REASON_NOT_FOUND, "There is no such device.");
    }
  }

  /// Notes that a device was connected today; no finer.
  public void noteSeen(Tx tx, NetworkId network, DeviceId device) {
    long now = kernel.clock().millis();
    DeviceStore.setSeen(tx, network, device, now - now % DAY_MILLIS);
  }
}

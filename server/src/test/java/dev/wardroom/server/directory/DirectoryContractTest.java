package dev.wardroom.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.directory.prekeys.PrekeyStatus;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.networks.Network;
import dev.wardroom.server.networks.NetworkPolicy;
import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.DeviceList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class DirectoryContractTest {
  private static List<String> found(TestDirectory rooms, String query) {
    return rooms.directory.search(rooms.network.id(), query, 0).stream()
        .map(Person::username)
        .toList();
  }

  private static ListOutcome follow(
      TestDirectory rooms, TestUser user, DeviceList list, Optional<NewDevice> device) {
    return rooms.lists.follow(
        user.network,
        user.user,
        user.signed(list),
        device,
        DeviceLists.RootRule.VOUCHED_ONLY,
        DeviceLists.Within.NOTHING);
  }

  private static void assertRefused(Runnable call, Reason reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @EngineTest
  void peopleAreFoundByTheBeginningOfUserNameAndOfEachWordOfTheName(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    rooms.person("a.smith", "Anna Smith");
    rooms.person("jm", "Jörg Müller-Lüdenscheidt");
    rooms.person("smithers", "Waylon S.");
    assertThat(found(rooms, "smi")).containsExactly("a.smith", "smithers");
    assertThat(found(rooms, "ANNA SM")).containsExactly("a.smith");
    assertThat(found(rooms, "jorg")).containsExactly("jm");
    assertThat(found(rooms, "lüden")).containsExactly("jm");
    assertThat(found(rooms, "mith")).isEmpty();
    assertThat(found(rooms, "%")).isEmpty();
    assertThat(found(rooms, "_")).isEmpty();
    assertThat(found(rooms, "a.smith' or 1=1")).isEmpty();
  }

  @EngineTest
  void aUserIdOfAnotherNetworkIsNotTakenAgain(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser anna = rooms.person("anna", "Anna");
    Network other = rooms.networks.make("Other").network();
    TestUser same = new TestUser(other.id(), anna.user, kernel.clock().millis());
    assertThatThrownBy(() -> rooms.keep(same, "double", "Double"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REASON_CONFLICT));
  }

  @EngineTest
  void nothingOfAnotherNetworkIsFound(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    Network other = rooms.networks.make("Other").network();
    TestUser stranger = rooms.person(other.id(), "stranger", "Anna Stranger");
    assertThat(kernel.db().<Boolean>read(tx -> rooms.directory.isTaken(tx, other.id(), "Stranger")))
        .isTrue();
    assertThat(
            kernel
                .db()
                .<Boolean>read(tx -> rooms.directory.isTaken(tx, rooms.network.id(), "Stranger")))
        .as("an inviter learns nothing of other networks' names")
        .isFalse();
    assertThat(found(rooms, "str")).isEmpty();
    assertThat(
            rooms.directory.byIdsAndNames(
                rooms.network.id(), List.of(stranger.user), List.of("stranger")))
        .isEmpty();
    kernel
        .db()
        .run(tx -> {
          assertThat(rooms.lists.newest(tx, rooms.network.id(), stranger.user)).isEmpty();
          assertThat(rooms.lists.listed(tx, rooms.network.id(), List.of(stranger.user))).isEmpty();
          assertThat(rooms.prekeys.take(tx, rooms.network.id(), List.of(stranger.first.id)))
              .isEmpty();
        });
  }

  @EngineTest
  void aNewNameIsFoundAndTheOldOneIsNot(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna Smith");
    kernel.db().run(tx -> rooms.directory.setName(tx, user.network, user.user, "Anna Jones"));
    assertThat(found(rooms, "jones")).containsExactly("anna");
    assertThat(found(rooms, "smith")).isEmpty();
  }

  @EngineTest
  void peopleAreLookedUpInAnyNumber(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    List<TestUser> users = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      users.add(rooms.person("user" + i, ""));
    }
    List<Person> people =
        rooms.directory.byIdsAndNames(
            rooms.network.id(),
            users.stream().map(user -> user.user).toList(),
            List.of("USER3", "nobody"));
    assertThat(people).hasSize(40);
    List<ListedPerson> listed =
        kernel
            .db()
            .read(tx ->
                rooms.lists.listed(
                    tx, rooms.network.id(), users.stream().map(user -> user.user).toList()));
    assertThat(listed).hasSize(40);
    ListedPerson third =
        listed.stream().filter(each -> each.user().equals(users.get(3).user)).findFirst().get();
    assertThat(third.devices()).containsExactly(users.get(3).first.id);
    assertThat(third.hash()).isEqualTo(users.get(3).list.hash());
    assertThat(third.hashBefore()).isEqualTo(Hash32.ZERO);
    assertThat(third.rootKeyHash()).isEqualTo(users.get(3).list.rootKeyHash());
  }

  @EngineTest
  void aListThatAddsAndRemovesChangesEverythingInOneTransaction(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    List<ListChanged> within = new ArrayList<>();
    kernel.events().within(ListChanged.class, (_, change) -> within.add(change));
    TestDevice second = new TestDevice();
    clock.advance(Duration.ofSeconds(1));
    DeviceList next = user.next(clock.millis(), List.of(second), List.of(user.first.id));
    assertThat(follow(rooms, user, next, Optional.of(TestUser.newDevice(second, next))))
        .isEqualTo(new ListOutcome.Accepted());
    assertThat(within).hasSize(1);
    assertThat(within.getFirst().added()).containsExactly(second.id);
    assertThat(within.getFirst().removed()).containsExactly(user.first.id);
    kernel
        .db()
        .run(tx -> {
          assertThat(rooms.directory.devices(tx, user.network, user.user))
              .extracting(Device::id)
              .containsExactly(second.id);
          assertThat(rooms.directory.device(tx, user.first.id).get().removed()).isTrue();
          assertThat(rooms.prekeys.take(tx, user.network, List.of(user.first.id, second.id)))
              .containsOnlyKeys(second.id);
          ListedPerson listed = rooms.lists.listed(tx, user.network, List.of(user.user)).getFirst();
          assertThat(listed.version()).isEqualTo(2);
          assertThat(listed.hashBefore()).isEqualTo(user.list.hash());
          assertThat(rooms.lists.byHash(tx, user.network, user.user, next.hash())).isPresent();
        });
  }

  @EngineTest
  void whatAListenerThrowsUndoesTheList(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    kernel
        .events()
        .within(
            ListChanged.class,
            (_, _) -> {
              throw new Refusal(Reason.REASON_LIMIT_REACHED, "no");
            });
    TestDevice second = new TestDevice();
    DeviceList next = user.next(kernel.clock().millis(), List.of(second), List.of());
    assertRefused(
        () -> follow(rooms, user, next, Optional.of(TestUser.newDevice(second, next))),
        Reason.REASON_LIMIT_REACHED);
    assertThat(
            kernel
                .db()
                .read(tx -> rooms.lists.newest(tx, user.network, user.user))
                .get()
                .list()
                .version())
        .isEqualTo(1);
  }

  @EngineTest
  void ofTwoListsAtOnceOneIsTakenAndTheOtherIsStale(Kernel kernel) throws Exception {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<ListOutcome>> offers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        TestDevice device = new TestDevice();
        DeviceList next = user.next(kernel.clock().millis(), List.of(device), List.of());
        byte[] signed = user.signed(next);
        NewDevice added = TestUser.newDevice(device, next);
        offers.add(
            threads.submit(() ->
                rooms.lists.follow(
                    user.network,
                    user.user,
                    signed,
                    Optional.of(added),
                    DeviceLists.RootRule.VOUCHED_ONLY,
                    DeviceLists.Within.NOTHING)));
      }
      List<ListOutcome> outcomes = new ArrayList<>();
      for (Future<ListOutcome> offer : offers) {
        outcomes.add(offer.get());
      }
      assertThat(outcomes).filteredOn(ListOutcome.Accepted.class::isInstance).hasSize(1);
      assertThat(outcomes).filteredOn(new ListOutcome.Stale(2)::equals).hasSize(3);
    }
  }

  @EngineTest
  void aDeviceIdNeverReturns(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser anna = rooms.person("anna", "Anna");
    TestUser ben = rooms.person("ben", "Ben");
    DeviceList next = ben.next(kernel.clock().millis(), List.of(anna.first), List.of());
    TestUser thief = ben;
    assertRefused(
        () -> {
          var _ =
              follow(
                  rooms,
                  thief,
                  next,
                  Optional.of(
                      new NewDevice(anna.first.id, "x", TestUser.fewPrekeys(anna.first, next))));
        },
        Reason.REASON_CONFLICT);
  }

  @EngineTest
  void aListThatDoesNotHoldIsRefused(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    TestUser other = rooms.person("ben", "Ben");
    long now = clock.millis();
    DeviceList forged = user.next(now, List.of(), List.of());
    assertRefused(
        () ->
            rooms.lists.follow(
                user.network,
                user.user,
                other.root.signed(forged.encode()),
                Optional.empty(),
                DeviceLists.RootRule.VOUCHED_ONLY,
                DeviceLists.Within.NOTHING),
        Reason.REASON_NOT_AUTHENTIC);
    long ahead = now + Duration.ofMinutes(6).toMillis();
    DeviceList future = user.next(ahead, List.of(), List.of());
    assertRefused(() -> follow(rooms, user, future, Optional.empty()), Reason.REASON_CLOCK);
    TestDevice bare = new TestDevice();
    DeviceList withoutKeys = user.next(now, List.of(bare), List.of());
    assertRefused(
        () -> follow(rooms, user, withoutKeys, Optional.empty()), Reason.REASON_MALFORMED);
  }

  @EngineTest
  void aNewRootNeedsTheOldOneUnlessAnAdministratorLetItIn(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    for (boolean vouched : List.of(true, false)) {
      TestUser user = rooms.person("anna" + vouched, "Anna");
      TestDevice device = new TestDevice();
      byte[] signed = user.replaced(kernel.clock().millis(), device, vouched);
      NewDevice added = TestUser.newDevice(device, user.list);
      Runnable ordinary =
          () -> {
            ListOutcome outcome =
                rooms.lists.follow(
                    user.network,
                    user.user,
                    signed,
                    Optional.of(added),
                    DeviceLists.RootRule.VOUCHED_ONLY,
                    DeviceLists.Within.NOTHING);
            assertThat(outcome).isEqualTo(new ListOutcome.Accepted());
          };
      if (vouched) {
        ordinary.run();
        continue;
      }
      assertRefused(ordinary, Reason.REASON_NOT_AUTHENTIC);
      assertThat(
              rooms.lists.follow(
                  user.network,
                  user.user,
                  signed,
                  Optional.of(added),
                  DeviceLists.RootRule.ANY,
                  DeviceLists.Within.NOTHING))
          .isEqualTo(new ListOutcome.Accepted());
      Person person =
          kernel.db().read(tx -> rooms.directory.find(tx, user.network, user.user)).get();
      assertThat(person.rootKeyHash()).isEqualTo(user.list.rootKeyHash());
    }
  }

  @EngineTest
  void theNetworksNumberOfDevicesIsKept(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    NetworkPolicy policy = rooms.network.policy();
    rooms.networks.setPolicy(
        rooms.network.id(),
        new NetworkPolicy(policy.passwords(), true, policy.accountKeyRequired(), 1));
    TestUser user = rooms.person("anna", "Anna");
    TestDevice second = new TestDevice();
    DeviceList next = user.next(kernel.clock().millis(), List.of(second), List.of());
    assertRefused(
        () -> follow(rooms, user, next, Optional.of(TestUser.newDevice(second, next))),
        Reason.REASON_LIMIT_REACHED);
  }

  @EngineTest
  void rolesAndPagesAndTheAuditChainAreKept(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser anna = rooms.person("anna", "Anna");
    rooms.person("ben", "Ben");
    rooms.person("cleo", "Cleo");
    kernel
        .db()
        .run(tx -> {
          rooms.directory.setRole(tx, anna.network, anna.user, Role.ADMIN);
          assertThat(rooms.directory.role(tx, anna.network, anna.user)).isEqualTo(Role.ADMIN);
          assertThat(rooms.directory.page(tx, anna.network, "anna", 1))
              .extracting(Person::username)
              .containsExactly("ben");
          assertThat(rooms.audit.check(tx, anna.network)).isZero();
          assertThat(rooms.audit.page(tx, anna.network, 1, 10)).hasSize(2);
          PrekeyStatus status = rooms.prekeys.status(tx, anna.network, anna.first.id);
          assertThat(status.oneTimeLeft()).isEqualTo(4);
        });
  }
}

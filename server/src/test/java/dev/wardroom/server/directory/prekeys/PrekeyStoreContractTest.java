package dev.wardroom.server.directory.prekeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.directory.TestDevice;
import dev.wardroom.server.directory.TestDirectory;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

final class PrekeyStoreContractTest {
  private static Map<DeviceId, TakenPrekey> take(TestDirectory rooms, List<DeviceId> devices) {
    return rooms.kernel.db().tx(tx -> rooms.prekeys.take(tx, rooms.network.id(), devices));
  }

  private static TakenPrekey takeOne(TestDirectory rooms, TestDevice device) {
    return Objects.requireNonNull(take(rooms, List.of(device.id)).get(device.id));
  }

  private static long upload(TestDirectory rooms, TestUser user, UploadedBatch... batches) {
    return rooms.lists.upload(user.network, user.user, user.first.id, List.of(batches));
  }

  private static void assertProven(TakenPrekey taken) throws ProtocolException {
    PrekeyBatch batch =
        PrekeyBatch.decode(SignedBytes.decode(taken.batchSigned(), 512).body().unsafeArray());
    List<Hash32> path = new ArrayList<>();
    for (int at = 0; at < taken.path().length; at += Hash32.LENGTH) {
      path.add(new Hash32(Bytes.of(taken.path()).slice(at, at + Hash32.LENGTH)));
    }
    Hash32 leaf =
        PublicPrekey.leafOf(
            new PrekeyId(taken.batch(), taken.index()),
            Bytes.of(taken.agreementKey()),
            Bytes.of(taken.encapsulationKey()));
    MerkleTree.check(batch.root(), batch.count(), taken.index(), leaf, path);
  }

  @EngineTest
  void claimsForTheSameDevicesNeverWaitForEachOtherBothWays(Kernel kernel) throws Exception {
    TestDirectory rooms = new TestDirectory(kernel);
    List<DeviceId> devices = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      TestUser user = rooms.person("user" + i, "User " + i);
      upload(rooms, user, user.first.oneTime(user.list, 300, Suite.P521_MLKEM1024));
      devices.add(user.first.id);
    }
    AtomicInteger runs = new AtomicInteger();
    List<Callable<Boolean>> claims = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      List<DeviceId> wanted = new ArrayList<>(devices);
      Collections.shuffle(wanted, new Random(i));
      byte[] conversation = {(byte) i};
      claims.add(() ->
          kernel
              .db()
              .crossing(
                  conversation,
                  tx -> {
                    runs.incrementAndGet();
                    return rooms.prekeys.take(tx, rooms.network.id(), wanted.subList(0, 3)).size()
                        == 3;
                  }));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> claimed : threads.invokeAll(claims)) {
        assertThat(claimed.get()).isTrue();
      }
    }
    assertThat(runs).as("none was ended by the engine and run again").hasValue(claims.size());
  }

  @EngineTest
  void aBatchIsHandedOutInOrderEachKeyOnceWithItsProofThenTheStandingKey(Kernel kernel)
      throws ProtocolException {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    upload(rooms, user, user.first.oneTime(user.list, 37, Suite.P521_MLKEM1024));
    List<PrekeyId> ids = new ArrayList<>();
    for (int i = 0; i < 4 + 37; i++) {
      TakenPrekey taken = takeOne(rooms, user.first);
      assertThat(taken.standing()).isFalse();
      assertProven(taken);
      ids.add(new PrekeyId(taken.batch(), taken.index()));
    }
    assertThat(ids).doesNotHaveDuplicates().isSorted();
    TakenPrekey standing = takeOne(rooms, user.first);
    assertThat(standing.standing()).isTrue();
    assertProven(standing);
    assertThat(takeOne(rooms, user.first).index()).isEqualTo(standing.index());
  }

  @EngineTest
  void manyDevicesAtOnceGetOneKeyEachAndDormantOnesAreLeftOut(Kernel kernel)
      throws ProtocolException {
    TestDirectory rooms = new TestDirectory(kernel);
    List<DeviceId> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add(rooms.person("user" + i, "").first.id);
    }
    TestUser gone = rooms.person("gone", "");
    rooms.kernel.db().run(tx -> rooms.prekeys.dropAll(tx, rooms.network.id(), gone.first.id));
    List<DeviceId> asked = new ArrayList<>(ids);
    asked.add(gone.first.id);
    Collections.shuffle(asked);
    Map<DeviceId, TakenPrekey> taken = take(rooms, asked);
    assertThat(taken.keySet()).containsExactlyInAnyOrderElementsOf(ids);
    for (TakenPrekey each : taken.values()) {
      assertProven(each);
    }
    Set<DeviceId> good =
        kernel.db().read(tx -> rooms.prekeys.withGoodPrekey(tx, rooms.network.id(), asked));
    assertThat(good).containsExactlyInAnyOrderElementsOf(ids);
  }

  @EngineTest
  void claimsAtOnceNeverGetTheSameKey(Kernel kernel) throws Exception {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser anna = rooms.person("anna", "Anna");
    TestUser ben = rooms.person("ben", "Ben");
    // Many small batches: claims meet at the last key of one again and again.
    for (TestUser user : List.of(anna, ben)) {
      for (int batch = 0; batch < 15; batch++) {
        upload(rooms, user, user.first.oneTime(user.list, 4, Suite.P521));
      }
    }
    Set<String> seen = Collections.synchronizedSet(new HashSet<>());
    List<String> twice = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> claims = new ArrayList<>();
      for (int claimer = 0; claimer < 8; claimer++) {
        boolean reversed = claimer % 2 == 0;
        claims.add(
            threads.submit(() -> {
              for (int i = 0; i < 8; i++) {
                List<DeviceId> both =
                    reversed
                        ? List.of(ben.first.id, anna.first.id)
                        : List.of(anna.first.id, ben.first.id);
                take(rooms, both)
                    .values()
                    .forEach(key -> {
                      String name = key.device() + "/" + key.batch() + "/" + key.index();
                      if (key.standing() || !seen.add(name)) {
                        twice.add(name);
                      }
                    });
              }
            }));
      }
      for (Future<?> claim : claims) {
        claim.get();
      }
    }
    assertThat(twice).isEmpty();
    assertThat(seen).hasSize(2 * 64);
  }

  @EngineTest
  void aRolledBackClaimLeavesTheKey(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    assertThatThrownBy(() ->
            kernel
                .db()
                .run(tx -> {
                  rooms.prekeys.take(tx, rooms.network.id(), List.of(user.first.id));
                  throw new Refusal(Reason.REASON_CONFLICT, "undo");
                }))
        .isInstanceOf(Refusal.class);
    assertThat(takeOne(rooms, user.first).index()).isZero();
  }

  @EngineTest
  void aBatchThatIsOverIsNotHandedOutAndIsSwept(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    clock.advance(Duration.ofDays(31));
    assertThat(take(rooms, List.of(user.first.id))).isEmpty();
    assertThat(rooms.prekeys.sweep()).as("the one-time batch").isEqualTo(1);
    assertThat(rooms.prekeys.sweep()).isZero();
  }

  @EngineTest
  void theLastStandingKeyIsThereForRetentionForAYearAndIsSweptThen(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    clock.advance(Duration.ofDays(364));
    rooms.prekeys.sweep();
    assertThat(take(rooms, List.of(user.first.id))).isEmpty();
    assertThat(lastStanding(rooms, user)).containsOnlyKeys(user.first.id);
    clock.advance(Duration.ofDays(2));
    assertThat(lastStanding(rooms, user)).isEmpty();
    assertThat(rooms.prekeys.sweep()).isEqualTo(1);
  }

  private static Map<DeviceId, TakenPrekey> lastStanding(TestDirectory rooms, TestUser user) {
    return rooms
        .kernel
        .db()
        .read(tx -> rooms.prekeys.lastStanding(tx, rooms.network.id(), List.of(user.first.id)));
  }

  @EngineTest
  void batchNumbersRiseAndTheSameBatchAgainIsTakenAsDone(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    UploadedBatch next = user.first.oneTime(user.list, 5, Suite.P521);
    assertThat(upload(rooms, user, next)).isEqualTo(9);
    assertThat(upload(rooms, user, next)).isEqualTo(9);
    UploadedBatch sameNumber =
        user.first.batch(user.list, 3, PrekeyKind.ONE_TIME, 5, Suite.P521, kernel.clock().millis());
    assertRefused(rooms, user, sameNumber, Reason.REASON_CONFLICT);
  }

  @EngineTest
  void theLowestGoodNumberWithdrawsOlderBatches(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    user.first.lowestGood = 3;
    assertThat(upload(rooms, user, user.first.oneTime(user.list, 5, Suite.P521))).isEqualTo(5);
    TakenPrekey taken = takeOne(rooms, user.first);
    assertThat(taken.batch()).isEqualTo(3);
    user.first.lowestGood = 2;
    assertRefused(
        rooms, user, user.first.oneTime(user.list, 5, Suite.P521), Reason.REASON_CONFLICT);
  }

  @EngineTest
  void aNewStandingKeyReplacesTheOldOne(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    upload(rooms, user, user.first.standing(user.list, Suite.P521_MLKEM1024));
    for (int i = 0; i < 4; i++) {
      takeOne(rooms, user.first);
    }
    TakenPrekey standing = takeOne(rooms, user.first);
    assertThat(standing.batch()).isEqualTo(3);
    assertThat(standing.encapsulationKey()).hasSize(1568);
  }

  @EngineTest
  void theStockIsBounded(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    assertThat(upload(rooms, user, user.first.oneTime(user.list, 9_996, Suite.P521)))
        .isEqualTo(10_000);
    assertRefused(
        rooms, user, user.first.oneTime(user.list, 1, Suite.P521), Reason.REASON_LIMIT_REACHED);
  }

  @EngineTest
  void aBatchThatDoesNotHoldIsRefused(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    TestUser other = rooms.person("ben", "Ben");
    UploadedBatch good = user.first.oneTime(user.list, 5, Suite.P521);
    List<Bytes> swapped = new ArrayList<>(good.agreementKeys());
    Collections.swap(swapped, 0, 1);
    assertRefused(
        rooms,
        user,
        new UploadedBatch(good.signed(), swapped, good.encapsulationKeys()),
        Reason.REASON_NOT_AUTHENTIC);
    assertRefused(
        rooms, user, other.first.oneTime(other.list, 5, Suite.P521), Reason.REASON_NOT_AUTHENTIC);
    UploadedBatch future =
        user.first.batch(
            user.list,
            9,
            PrekeyKind.ONE_TIME,
            1,
            Suite.P521,
            kernel.clock().millis() + Duration.ofMinutes(6).toMillis());
    assertRefused(rooms, user, future, Reason.REASON_CLOCK);
  }

  @EngineTest
  void theDeviceHearsOfALowPoolAndTheStatusCounts(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    List<Long> heard = new ArrayList<>();
    kernel.events().after(PrekeysLow.class, low -> heard.add(low.left()));
    upload(rooms, user, user.first.oneTime(user.list, 30, Suite.P521));
    for (int i = 0; i < 9; i++) {
      takeOne(rooms, user.first);
    }
    assertThat(heard).containsExactly(25L);
    PrekeyStatus status =
        kernel.db().read(tx -> rooms.prekeys.status(tx, rooms.network.id(), user.first.id));
    assertThat(status.oneTimeLeft()).isEqualTo(25);
    assertThat(status.highestBatch()).isEqualTo(3);
    assertThat(status.claimedLastHour()).isEqualTo(9);
    clock.advance(Duration.ofHours(3));
    assertThat(
            kernel
                .db()
                .read(tx -> rooms.prekeys.status(tx, rooms.network.id(), user.first.id))
                .claimedLastHour())
        .isZero();
  }

  @EngineTest
  void aPoolOverHalfIsToldApart(Kernel kernel) {
    TestDirectory rooms = new TestDirectory(kernel);
    TestUser user = rooms.person("anna", "Anna");
    List<DeviceId> ids = List.of(user.first.id);
    takeOne(rooms, user.first);
    assertThat(kernel.db().<Boolean>read(tx -> rooms.prekeys.overHalf(tx, user.network, ids)))
        .isTrue();
    takeOne(rooms, user.first);
    assertThat(kernel.db().<Boolean>read(tx -> rooms.prekeys.overHalf(tx, user.network, ids)))
        .isFalse();
  }

  private static void assertRefused(
      TestDirectory rooms, TestUser user, UploadedBatch batch, Reason reason) {
    assertThatThrownBy(() -> upload(rooms, user, batch))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}

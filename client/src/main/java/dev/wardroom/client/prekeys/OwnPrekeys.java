package dev.wardroom.client.prekeys;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.NewBatch;
import dev.wardroom.core.lease.PrekeyLife;
import dev.wardroom.schema.v1.GetPrekeyStatusRequest;
import dev.wardroom.schema.v1.GetPrekeyStatusResponse;
import dev.wardroom.schema.v1.Prekey;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.schema.v1.PublishPrekeysRequest;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// This device's prekeys: made, saved, published, replenished, destroyed. Thread-safe.
public final class OwnPrekeys {

  /// What a new device brings.
  public static final int FIRST_BATCH = 100;

  private static final int LOW = 25;
  private static final int BATCH_MAX = 10_000;
  private static final Duration ONE_TIME_RENEWED = Duration.ofDays(14);
  private static final Duration STANDING_RENEWED = Duration.ofDays(1);
  private static final Duration BINDINGS_KEPT = Duration.ofDays(62);
  private static final int SWEPT_AT_ONCE = 10_000;
  private static final String LOWEST_GOOD = "lowest good prekey batch";
  private static final String READ_TO_END = "mailbox read to end at";

  private final Local local;
  private final Me me;
  private final DeviceKey key;
  private final PrekeyStore store;

  public OwnPrekeys(Local local, Me me, DeviceKey key) {
    this.local = local;
    this.me = me;
    this.key = key;
    this.store = new PrekeyStore(local);
  }

  PrekeyStore store() {
    return store;
  }

  /// Makes and saves the batches that a new device brings; they count as published with the call
  /// that adds the device.
  public List<PrekeyBatch> first(Hash32 listHash, long now) {
    List<PrekeyBatch> batches = new ArrayList<>();
    batches.add(make(listHash, PrekeyKind.ONE_TIME, FIRST_BATCH, now));
    batches.add(make(listHash, PrekeyKind.STANDING, 1, now));
    return batches;
  }

  /// After the call that added the device.
  public void firstPublished(long now) {
    local
        .db()
        .write(tx ->
            store.batches(tx).stream()
                .filter(batch -> !batch.published())
                .forEach(batch -> store.published(tx, batch.number(), now)));
  }

  private PrekeyBatch make(Hash32 listHash, PrekeyKind kind, int count, long now) {
    long number = local.db().tx(store::highestNumber) + 1;
    long lowest = local.db().tx(tx -> Math.max(lowestGood(tx), store.lowestHeld(tx, number)));
    return make(listHash, kind, count, now, new Numbers(number, lowest), _ -> {});
  }

  /// The lowest batch that others may still use: it never goes back, whatever is held below it for
  /// messages under way.
  private long lowestGood(Tx tx) {
    return local.meta().getJson(tx, LOWEST_GOOD, Long.class).orElse(0L);
  }

  /// @param lowestGood batches below are not answered for any more
  private record Numbers(long number, long lowestGood) {}

  /// @param with also done in the transaction that saves the batch
  private PrekeyBatch make(
      Hash32 listHash, PrekeyKind kind, int count, long now, Numbers numbers, Consumer<Tx> with) {
    NewBatch.Plan plan =
        new NewBatch.Plan(
            me.network(),
            me.user(),
            me.device(),
            listHash,
            numbers.number(),
            Math.min(numbers.lowestGood(), numbers.number()),
            Suite.P521_MLKEM1024,
            kind,
            count,
            now,
            now + WireLimits.BATCH_LIFE_MILLIS_MAX);
    try (NewBatch made = NewBatch.make(plan, key, RandomSource.system())) {
      PrekeyBatch upload = upload(made);
      local
          .db()
          .write(tx -> {
            store.saveBatch(tx, made.batch(), upload.toByteArray());
            made.secrets().forEach(secret -> store.savePrekey(tx, secret));
            with.accept(tx);
          });
      return upload;
    }
  }

  private static PrekeyBatch upload(NewBatch made) {
    PrekeyBatch.Builder upload =
        PrekeyBatch.newBuilder().setBatchSigned(ByteString.copyFrom(made.signed().encode()));
    for (PublicPrekey prekey : made.prekeys()) {
      upload.addPrekeys(
          Prekey.newBuilder()
              .setAgreementKey(ByteString.copyFrom(prekey.agreementKey().toArray()))
              .setEncapsulationKey(ByteString.copyFrom(prekey.encapsulationKey().toArray())));
    }
    return upload.build();
  }

  /// Publishes what was made and not published yet, and makes more when few are left or the newest
  /// are old.
  ///
  /// @return what the server says is left
  public int replenish(DeviceApi api, Supplier<Hash32> listHash) {
    long now = api.server().clock().millis();
    publish(api, now);
    GetPrekeyStatusResponse status =
        api.call(Rpcs.GET_PREKEY_STATUS, GetPrekeyStatusRequest.getDefaultInstance());
    List<PrekeyStore.Batch> batches = local.db().tx(store::batches);
    boolean made = false;
    if (status.getOneTimeLeft() <= LOW
        || olderThan(batches, PrekeyKind.ONE_TIME, now, ONE_TIME_RENEWED)) {
      int count = Math.clamp(status.getClaimedLastHour(), FIRST_BATCH, BATCH_MAX);
      make(listHash.get(), PrekeyKind.ONE_TIME, count, now);
      made = true;
    }
    if (olderThan(batches, PrekeyKind.STANDING, now, STANDING_RENEWED)) {
      make(listHash.get(), PrekeyKind.STANDING, 1, now);
      made = true;
    }
    return made ? publish(api, now).orElse(status.getOneTimeLeft()) : status.getOneTimeLeft();
  }

  /// After a restore of the server: new batches in the place of all. Those before are withdrawn,
  /// since the server would give used prekeys of them out again; their private halves stay for the
  /// messages under way. [#publish] tells the server.
  ///
  /// @param with also done in the transaction that saves the last of them
  public void replaceAll(Hash32 listHash, long now, Consumer<Tx> with) {
    long first = local.db().tx(store::highestNumber) + 1;
    make(
        listHash,
        PrekeyKind.ONE_TIME,
        FIRST_BATCH,
        now,
        new Numbers(first, first),
        tx -> local.meta().putJson(tx, LOWEST_GOOD, first));
    make(listHash, PrekeyKind.STANDING, 1, now, new Numbers(first + 1, first), with);
  }

  /// Publishes what was made and not published yet.
  public void publish(DeviceApi api) {
    Optional<Integer> ignored = publish(api, api.server().clock().millis());
  }

  /// True when the server knows a higher batch than this home: the home was restored from an old
  /// copy.
  public boolean behind(DeviceApi api) {
    GetPrekeyStatusResponse status =
        api.call(Rpcs.GET_PREKEY_STATUS, GetPrekeyStatusRequest.getDefaultInstance());
    return status.getHighestBatch() > local.db().tx(store::highestNumber);
  }

  private static boolean olderThan(
      List<PrekeyStore.Batch> batches, PrekeyKind kind, long now, Duration age) {
    return batches.stream()
        .filter(batch -> batch.kind() == kind)
        .noneMatch(batch -> batch.createdAt() > now - age.toMillis());
  }

  private Optional<Integer> publish(DeviceApi api, long now) {
    Optional<Integer> left = Optional.empty();
    List<byte[]> waiting = local.db().tx(store::unpublished);
    for (byte[] upload : waiting) {
      PrekeyBatch batch = parsed(upload);
      left =
          Optional.of(
              api.call(
                      Rpcs.PUBLISH_PREKEYS,
                      PublishPrekeysRequest.newBuilder().addBatches(batch).build())
                  .getOneTimeLeft());
      long number = number(batch);
      local.db().write(tx -> store.published(tx, number, now));
    }
    return left;
  }

  private static PrekeyBatch parsed(byte[] upload) {
    try {
      return PrekeyBatch.parseFrom(upload);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreFailure("a prekey batch in the home folder is damaged", e);
    }
  }

  private static long number(PrekeyBatch upload) {
    try {
      byte[] signed = upload.getBatchSigned().toByteArray();
      return dev.wardroom.wire.prekey.PrekeyBatch.decode(
              dev.wardroom.wire.key.SignedBytes.decode(signed, WireLimits.BATCH_BYTES_MAX)
                  .body()
                  .unsafeArray())
          .number();
    } catch (dev.wardroom.wire.ProtocolException e) {
      throw new StoreFailure("a prekey batch in the home folder is damaged", e);
    }
  }

  /// The mailbox was read to its end.
  ///
  /// @param at by the server's clock
  public void readToEnd(Tx tx, long at) {
    local.meta().putJson(tx, READ_TO_END, at);
  }

  /// Destroys what is over.
  ///
  /// @return true when something was destroyed: the caller lets the database forget it
  public boolean sweep(long now) {
    return local
        .db()
        .tx(tx -> {
          long readToEnd = local.meta().getJson(tx, READ_TO_END, Long.class).orElse(0L);
          boolean any = sweepLeases(tx, readToEnd, now);
          for (PrekeyStore.Batch batch : store.batches(tx)) {
            any |= sweepBatch(tx, batch, readToEnd, now);
          }
          store.removeEmptyBatches(tx);
          store.forgetBindings(tx, now - BINDINGS_KEPT.toMillis());
          return any;
        });
  }

  private boolean sweepLeases(Tx tx, long readToEnd, long now) {
    boolean any = false;
    for (PrekeyStore.Begun begun : store.begun(tx, now, SWEPT_AT_ONCE)) {
      if (!PrekeyLife.isOver(begun.kind(), false, begun.endsAt(), readToEnd, now)) {
        continue;
      }
      boolean standing =
          store.find(tx, begun.prekey()).filter(h -> h.kind() == PrekeyKind.STANDING).isPresent();
      if (standing) {
        store.removeLease(tx, begun.lease(), begun.device());
      } else {
        store.destroy(tx, begun.prekey());
      }
      any = true;
    }
    return any;
  }

  private boolean sweepBatch(Tx tx, PrekeyStore.Batch batch, long readToEnd, long now) {
    return switch (batch.kind()) {
      case ONE_TIME -> {
        boolean over = PrekeyLife.isOverUnused(batch.notAfter(), now);
        if (over) {
          store.destroyUnused(tx, batch.number());
        }
        yield over;
      }
      case STANDING -> {
        boolean over =
            PrekeyLife.isOverStanding(batch.replacedAt(), batch.notAfter(), readToEnd, now);
        if (over) {
          store.destroyBatch(tx, batch.number());
        }
        yield over;
      }
    };
  }
}

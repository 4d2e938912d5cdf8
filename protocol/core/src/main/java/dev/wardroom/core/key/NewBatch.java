package dev.wardroom.core.key;

import dev.wardroom.core.RandomSource;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import java.util.ArrayList;
import java.util.List;

/// A new batch of prekeys: the signed statement and public halves to upload, the private halves to
/// save first, one by one.
public record NewBatch(
    SignedBytes signed, PrekeyBatch batch, List<PublicPrekey> prekeys, List<PrivatePrekey> secrets)
    implements AutoCloseable {
  /// What a batch is to be.
  ///
  /// @param number one more than the highest that this device ever used
  /// @param lowestGood the lowest number whose private halves the device still has
  /// @param count 1 for a standing prekey
  public record Plan(
      NetworkId network,
      UserId user,
      DeviceId device,
      Hash32 listHash,
      long number,
      long lowestGood,
      Suite suite,
      PrekeyKind kind,
      int count,
      long createdAt,
      long notAfter) {}

  public NewBatch {
    prekeys = List.copyOf(prekeys);
    secrets = List.copyOf(secrets);
  }

  public static NewBatch make(Plan plan, DeviceKey deviceKey, RandomSource random) {
    List<PrivatePrekey> secrets = new ArrayList<>(plan.count);
    List<Hash32> leaves = new ArrayList<>(plan.count);
    for (int i = 0; i < plan.count; i++) {
      PrekeyId id = new PrekeyId(plan.number, i);
      PrivatePrekey secret = PrivatePrekey.generate(id, plan.suite, random);
      secrets.add(secret);
      leaves.add(secret.publicPrekey().leaf(id));
    }
    PrekeyBatch batch =
        new PrekeyBatch(
            plan.network,
            plan.user,
            plan.device,
            plan.listHash,
            plan.number,
            plan.lowestGood,
            plan.suite,
            plan.kind,
            plan.count,
            plan.createdAt,
            plan.notAfter,
            new MerkleTree(leaves).root());
    List<PublicPrekey> prekeys = secrets.stream().map(PrivatePrekey::publicPrekey).toList();
    return new NewBatch(deviceKey.sign(batch), batch, prekeys, secrets);
  }

  @Override
  public void close() {
    secrets.forEach(PrivatePrekey::close);
  }
}

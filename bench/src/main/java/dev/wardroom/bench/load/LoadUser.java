package dev.wardroom.bench.load;

import com.google.protobuf.ByteString;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.NewBatch;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.FinishSessionResponse;
import dev.wardroom.schema.v1.Prekey;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.schema.v1.PublishDeviceListRequest;
import dev.wardroom.schema.v1.PublishDeviceListResponse;
import dev.wardroom.schema.v1.StartSessionRequest;
import dev.wardroom.schema.v1.StartSessionResponse;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import dev.wardroom.wire.text.SessionChallenge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A registered user with real keys and lists; only the private prekeys are thrown away.
public final class LoadUser {
  /// One device of the user.
  public static final class LoadDevice {
    final DeviceId id = DeviceId.of(RandomSource.system().bytes(16));
    final DeviceKey key = DeviceKey.generate(RandomSource.system());
    String token = "";

    public String token() {
      return token;
    }
  }

  private static final RandomSource RANDOM = RandomSource.system();
  private static final long DAY = Duration.ofDays(1).toMillis();

  final NetworkId network;
  final UserId id = UserId.of(RANDOM.bytes(16));
  final RootKey root = RootKey.generate(RANDOM);
  final List<LoadDevice> devices = new ArrayList<>();
  DeviceList list;

  LoadUser(NetworkId network) {
    this.network = network;
    LoadDevice first = new LoadDevice();
    devices.add(first);
    long now = System.currentTimeMillis();
    list =
        new DeviceList(
            network,
            id,
            root.publicKey(),
            1,
            Hash32.ZERO,
            now,
            now + 300 * DAY,
            List.of(entry(first, now)),
            List.of());
  }

  public List<LoadDevice> devices() {
    return List.copyOf(devices);
  }

  private static DeviceEntry entry(LoadDevice device, long now) {
    return new DeviceEntry(
        device.id,
        device.key.publicKey(),
        now,
        List.of(Suite.P521.code(), Suite.P521_MLKEM1024.code()));
  }

  byte[] signedList() {
    return root.sign(list).encode();
  }

  VerifiedDeviceList verified() {
    try {
      return VerifiedDeviceList.anchor(signedList(), network, id);
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  /// One-time prekeys and a standing one, of the stronger suite.
  List<PrekeyBatch> batches(LoadDevice device, int count) {
    return List.of(
        batch(device, 1, PrekeyKind.ONE_TIME, count), batch(device, 2, PrekeyKind.STANDING, 1));
  }

  private PrekeyBatch batch(LoadDevice device, long number, PrekeyKind kind, int count) {
    long now = System.currentTimeMillis();
    NewBatch.Plan plan =
        new NewBatch.Plan(
            network,
            id,
            device.id,
            list.hash(),
            number,
            1,
            Suite.P521_MLKEM1024,
            kind,
            count,
            now,
            now + 29 * DAY);
    try (NewBatch made = NewBatch.make(plan, device.key, RANDOM)) {
      PrekeyBatch.Builder told =
          PrekeyBatch.newBuilder().setBatchSigned(bytes(made.signed().encode()));
      for (PublicPrekey prekey : made.prekeys()) {
        told.addPrekeys(
            Prekey.newBuilder()
                .setAgreementKey(bytes(prekey.agreementKey().toArray()))
                .setEncapsulationKey(bytes(prekey.encapsulationKey().toArray())));
      }
      return told.build();
    }
  }

  /// A further device, published by the first one.
  void addDevice(Calls calls, int prekeys) {
    LoadDevice device = new LoadDevice();
    devices.add(device);
    long now = System.currentTimeMillis();
    list = list.successor(now, now + 300 * DAY, List.of(entry(device, now)), List.of());
    calls.call(
        "DirectoryService/PublishDeviceList",
        devices.getFirst().token,
        PublishDeviceListRequest.newBuilder()
            .setDeviceListSigned(bytes(signedList()))
            .addAllBatches(batches(device, prekeys))
            .build(),
        PublishDeviceListResponse.parser());
  }

  void signIn(Calls calls, LoadDevice device) {
    ByteString deviceId = bytes(device.id.toArray());
    ByteString nonce =
        calls
            .call(
                "AccountService/StartSession",
                "",
                StartSessionRequest.newBuilder().setDeviceId(deviceId).build(),
                StartSessionResponse.parser())
            .getServerNonce();
    Bytes own = Bytes.wrap(RANDOM.bytes(SessionChallenge.NONCE_LENGTH));
    SessionChallenge challenge =
        new SessionChallenge(
            network,
            calls.url().getAuthority(),
            id,
            device.id,
            list.hash(),
            own,
            Bytes.of(nonce.toByteArray()),
            System.currentTimeMillis());
    device.token =
        calls
            .call(
                "AccountService/FinishSession",
                "",
                FinishSessionRequest.newBuilder()
                    .setDeviceId(deviceId)
                    .setServerNonce(nonce)
                    .setClientNonce(bytes(own.toArray()))
                    .setChallengeSigned(bytes(device.key.sign(challenge).encode()))
                    .build(),
                FinishSessionResponse.parser())
            .getToken();
  }

  static ByteString bytes(byte[] value) {
    return ByteString.copyFrom(value);
  }
}

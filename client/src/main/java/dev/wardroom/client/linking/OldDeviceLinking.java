package dev.wardroom.client.linking;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.files.Uploads;
import dev.wardroom.client.inbox.HistoryItems;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.store.Vault;
import dev.wardroom.client.view.Progress;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.schema.v1.File;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.schema.v1.PublishDeviceListRequest;
import dev.wardroom.schema.v1.PublishDeviceListResponse;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The old device's part after it said yes.
final class OldDeviceLinking {

  private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(2);
  private static final long LIST_LIFE_MILLIS = 365L * 86_400_000;
  private static final int SIGNED_ATTEMPTS = 5;

  private final Engine engine;
  private final Uploads uploads;

  OldDeviceLinking(Engine engine, Uploads uploads) {
    this.engine = engine;
    this.uploads = uploads;
  }

  /// @return the new device
  DeviceId approve(
      LinkTalk talk, String deviceName, RootKey root, boolean withHistory, Progress progress)
      throws ProtocolException {
    VerifiedDeviceList own = engine.lists().require(engine.me().user());
    talk.send(
        new LinkTalk.Welcome(
            false,
            engine.me().network().toString(),
            engine.me().user().toString(),
            engine.me().username(),
            engine.people().self().name(),
            own.hash().toArray(),
            engine.statements().newest().signed().encode(),
            engine.identity().networkFingerprint().toArray()));
    LinkTalk.Request request = talk.receive(LinkTalk.Request.class, ANSWER_PATIENCE);
    DeviceId device = DeviceId.parse(request.device());
    VerifiedDeviceList list = publish(request, device, deviceName, root);
    byte[] accountKey =
        engine.identities().accountKey().map(key -> accountKey(key)).orElse(new byte[0]);
    talk.send(
        new LinkTalk.Added(
            new byte[][] {before(list).signed().encode(), list.signed().encode()},
            accountKey,
            withHistory));
    if (withHistory) {
      talk.send(history(progress));
    }
    return device;
  }

  private static byte[] accountKey(AccountKey key) {
    try (key) {
      return key.read(SecretAccess.granted()).clone();
    }
  }

  private VerifiedDeviceList before(VerifiedDeviceList list) throws ProtocolException {
    return engine.lists().byHash(list.user(), list.list().previous());
  }

  private VerifiedDeviceList publish(
      LinkTalk.Request request, DeviceId device, String deviceName, RootKey root)
      throws ProtocolException {
    PublishDeviceListRequest.Builder publish =
        PublishDeviceListRequest.newBuilder().setDeviceName(deviceName);
    for (byte[] batch : request.batches()) {
      publish.addBatches(parsed(batch));
    }
    P521PublicKey key = P521PublicKey.fromWire(request.publicKey());
    for (int attempt = 0; attempt < SIGNED_ATTEMPTS; attempt++) {
      VerifiedDeviceList newest = engine.lists().require(engine.me().user());
      long now = engine.api().server().clock().millis();
      DeviceList next =
          newest
              .list()
              .successor(
                  now,
                  now + LIST_LIFE_MILLIS,
                  List.of(DeviceEntry.of(device, key, now, Suite.P521, Suite.P521_MLKEM1024)),
                  List.of());
      VerifiedDeviceList list = newest.next(root.sign(next).encode());
      PublishDeviceListResponse response =
          engine
              .api()
              .call(
                  Rpcs.PUBLISH_DEVICE_LIST,
                  publish.setDeviceListSigned(ByteString.copyFrom(list.signed().encode())).build());
      if (response.hasAccepted()) {
        engine.lists().take(list.user(), List.of(list.signed().encode()));
        return list;
      }
      engine.lists().refresh(List.of(engine.me().user()));
    }
    throw new ClientException(
        ClientException.Kind.REFUSED, "your device list keeps changing: try again in a moment");
  }

  private static PrekeyBatch parsed(byte[] batch) {
    try {
      return PrekeyBatch.parseFrom(batch);
    } catch (InvalidProtocolBufferException e) {
      throw new ClientException(
          ClientException.Kind.NOT_AUTHENTIC, "the new device sent something unreadable", e);
    }
  }

  private LinkTalk.History history(Progress progress) {
    byte[] key = engine.local().randomBytes(32);
    Path file = engine.local().files().resolve("history-" + java.util.UUID.randomUUID());
    try {
      long count = write(file, new Vault(key), progress);
      File uploaded = uploads.upload(Optional.empty(), file, progress);
      return new LinkTalk.History(uploaded.toByteArray(), key, count);
    } finally {
      delete(file);
    }
  }

  private long write(Path file, Vault vault, Progress progress) {
    HistoryItems items = new HistoryItems(engine.local(), engine.messages());
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      long[] count = {0};
      long total = items.count();
      items.forEach(item -> {
        try {
          HistoryRecords.write(
              out,
              vault,
              count[0]++,
              new HistoryRecords.Entry(
                  item.number(), item.acceptedAt(), item.readAt(), item.starred(), item.encoded()));
        } catch (IOException e) {
          throw unwritable(e);
        }
        progress.at("Gathering history", count[0], total);
      });
      return count[0];
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static ClientException unwritable(IOException e) {
    return new ClientException(
        ClientException.Kind.HOME, "cannot gather history: " + e.getMessage(), e);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}

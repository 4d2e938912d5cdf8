package dev.wardroom.client.linking;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Devices;
import dev.wardroom.client.accounts.PasswordChange;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.files.Uploads;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.session.Refs;
import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.core.link.LinkCheck;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.schema.v1.DeviceRecord;
import dev.wardroom.schema.v1.GetAccountRequest;
import dev.wardroom.schema.v1.PublishDeviceListRequest;
import dev.wardroom.schema.v1.PublishDeviceListResponse;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The own devices.
public final class DevicesRoom implements Devices {

  private static final int LINKINGS_MAX = 8;
  private static final int SIGNED_ATTEMPTS = 5;
  private static final long LIST_LIFE_MILLIS = 365L * 86_400_000;
  private static final Duration HELLO_PATIENCE = Duration.ofMinutes(2);

  private record Shown(dev.wardroom.core.link.LinkOffer offer) {}

  private record Talking(LinkTalk talk, String deviceName) {}

  private final Engine engine;
  private final Uploads uploads;
  private final Map<String, Shown> offers = new ConcurrentHashMap<>();
  private final Map<String, Talking> requests = new ConcurrentHashMap<>();

  public DevicesRoom(Engine engine, Uploads uploads) {
    this.engine = engine;
    this.uploads = uploads;
  }

  @Override
  public List<DeviceView> list() {
    return Refs.call(() -> {
      engine.lists().refresh(List.of(engine.me().user()));
      VerifiedDeviceList own = engine.lists().require(engine.me().user());
      Map<DeviceId, DeviceRecord> notes = notes();
      return own.list().devices().stream().map(each -> view(each, notes)).toList();
    });
  }

  private Map<DeviceId, DeviceRecord> notes() throws ProtocolException {
    Map<DeviceId, DeviceRecord> notes = new HashMap<>();
    for (DeviceRecord record :
        engine
            .api()
            .call(Rpcs.GET_ACCOUNT, GetAccountRequest.getDefaultInstance())
            .getDevicesList()) {
      notes.put(DeviceId.fromWire(record.getDeviceId().toByteArray()), record);
    }
    return notes;
  }

  private DeviceView view(DeviceEntry entry, Map<DeviceId, DeviceRecord> notes) {
    DeviceRecord note = notes.getOrDefault(entry.id(), DeviceRecord.getDefaultInstance());
    return new DeviceView(
        new DeviceRef(entry.id().toString()),
        note.getName(),
        entry.id().equals(engine.me().device()),
        Instant.ofEpochMilli(entry.addedAt()),
        note.getSeenAt() == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(note.getSeenAt())));
  }

  @Override
  public void remove(DeviceRef device, char[] password) {
    Refs.run(() -> {
      DeviceId id = Refs.id(device);
      try (RootKey root =
          new PasswordChange(engine.api(), engine.identity(), engine.identities()).root(password)) {
        publishWithout(id, root);
      }
    });
  }

  private void publishWithout(DeviceId device, RootKey root) throws ProtocolException {
    for (int attempt = 0; attempt < SIGNED_ATTEMPTS; attempt++) {
      engine.lists().refresh(List.of(engine.me().user()));
      VerifiedDeviceList newest = engine.lists().require(engine.me().user());
      if (newest.list().device(device).isEmpty()) {
        throw Refs.notFound("this device is not in your list");
      }
      long now = engine.api().server().clock().millis();
      DeviceList next =
          newest.list().successor(now, now + LIST_LIFE_MILLIS, List.of(), List.of(device));
      byte[] signed = root.sign(next).encode();
      PublishDeviceListResponse response =
          engine
              .api()
              .call(
                  Rpcs.PUBLISH_DEVICE_LIST,
                  PublishDeviceListRequest.newBuilder()
                      .setDeviceListSigned(ByteString.copyFrom(signed))
                      .build());
      if (response.hasAccepted()) {
        engine.lists().take(engine.me().user(), List.of(signed));
        return;
      }
    }
    throw Refs.refused("your device list keeps changing: try again in a moment");
  }

  @Override
  public void rename(DeviceRef device, String name) {
    Refs.run(() -> {
      if (name.isBlank()) {
        throw new ClientException(ClientException.Kind.USAGE, "give a name");
      }
      throw Refs.refused(
          "this server cannot rename devices: a device keeps the name it was added with");
    });
  }

  @Override
  public LinkOffer offerLink() {
    return Refs.call(() -> {
      requireRoom();
      dev.wardroom.core.link.LinkOffer offer =
          dev.wardroom.core.link.LinkOffer.make(
              engine.me().network(),
              false,
              engine.api().server().clock().millis(),
              RandomSource.system());
      String id = offer.code().channel().toHex();
      offers.put(id, new Shown(offer));
      return new LinkOffer(
          id,
          LinkText.print(offer.code(), engine.api().server().transport().base().toString()),
          LinkCode.LIFE_MILLIS);
    });
  }

  private void requireRoom() {
    if (offers.size() + requests.size() >= LINKINGS_MAX) {
      offers.clear();
      requests.clear();
    }
  }

  @Override
  public LinkRequest awaitLink(LinkOffer offer, Duration patience) {
    return Refs.call(() -> {
      Shown shown = offers.get(offer.id());
      if (shown == null) {
        throw Refs.notFound("this code is over: show a new one");
      }
      byte[] first =
          LinkTalk.note(engine.api().server(), shown.offer().code().channel(), 1, 0, patience)
              .orElseThrow(() ->
                  new ClientException(
                      ClientException.Kind.TIMEOUT, "no device answered in time: show a new code"));
      LinkChannel channel = shown.offer().accept(first, RandomSource.system());
      offers.remove(offer.id());
      LinkTalk talk =
          new LinkTalk(engine.api().server(), shown.offer().code().channel(), channel, 0, 1);
      return greeted(offer.id(), talk, first);
    });
  }

  @Override
  public LinkRequest acceptLink(String code) {
    return Refs.call(() -> {
      requireRoom();
      LinkText text = LinkText.parse(code, engine.api().server().clock().millis());
      if (!text.code().shownByNewDevice()) {
        throw new ClientException(
            ClientException.Kind.USAGE,
            "this code was shown by an old device: take it on the new one");
      }
      LinkChannel.Answer answer = LinkChannel.answer(text.code(), RandomSource.system());
      LinkTalk.post(engine.api().server(), text.code().channel(), 1, 0, answer.firstNote());
      LinkTalk talk =
          new LinkTalk(engine.api().server(), text.code().channel(), answer.channel(), 1, 0);
      return greeted(text.code().channel().toHex(), talk, answer.firstNote());
    });
  }

  private LinkRequest greeted(String id, LinkTalk talk, byte[] firstNote) throws ProtocolException {
    LinkTalk.Hello hello = talk.receive(LinkTalk.Hello.class, HELLO_PATIENCE);
    requests.put(id, new Talking(talk, hello.deviceName()));
    return new LinkRequest(id, hello.deviceName(), LinkCheck.digits(firstNote));
  }

  @Override
  public DeviceView confirmLink(LinkRequest request, boolean withHistory, Progress progress) {
    return Refs.call(() -> {
      Optional<RootKey> root = engine.identities().root(engine.me());
      if (root.isEmpty()) {
        throw Refs.refused(
            "this device cannot approve others: use the one that you registered or signed in"
                + " with a password");
      }
      Talking talking = taken(request);
      try (RootKey open = root.get();
          LinkTalk talk = talking.talk()) {
        DeviceId device =
            new OldDeviceLinking(engine, uploads)
                .approve(talk, talking.deviceName(), open, withHistory, progress);
        return list().stream()
            .filter(each -> each.device().text().equals(device.toString()))
            .findFirst()
            .orElseThrow(() -> Refs.notFound("the new device is not in your list"));
      }
    });
  }

  @Override
  public void refuseLink(LinkRequest request) {
    Refs.run(() -> {
      try (LinkTalk talk = taken(request).talk()) {
        talk.send(
            new LinkTalk.Welcome(true, "", "", "", "", new byte[0], new byte[0], new byte[0]));
      }
    });
  }

  private Talking taken(LinkRequest request) {
    Talking talking = requests.remove(request.id());
    if (talking == null) {
      throw Refs.notFound("this linking is over: begin again");
    }
    return talking;
  }
}

package dev.wardroom.client.linking;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.accounts.Identity;
import dev.wardroom.client.accounts.LinkedDevice;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.ServerApi;
import dev.wardroom.client.handover.Failures;
import dev.wardroom.client.session.Homes;
import dev.wardroom.client.session.LocalSession;
import dev.wardroom.client.view.Progress;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.core.link.LinkCheck;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.core.link.LinkOffer;
import dev.wardroom.schema.v1.File;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The new device's part of a linking. Belongs to one thread at a time.
public final class NewDeviceLinking implements Wardroom.Linking {

  private static final Duration HISTORY_PATIENCE = Duration.ofHours(1);

  private final Path home;
  private final String deviceName;
  private final Wardroom.Options options;
  private final ServerApi api;
  private final @Nullable LinkOffer offer;
  private final LinkCode code;
  private @Nullable LinkTalk talk;
  private String check = "";

  private NewDeviceLinking(
      Path home,
      String deviceName,
      Wardroom.Options options,
      ServerApi api,
      @Nullable LinkOffer offer,
      LinkCode code) {
    this.home = home;
    this.deviceName = deviceName;
    this.options = options;
    this.api = api;
    this.offer = offer;
    this.code = code;
  }

  /// This device shows the code. It does not know the network yet: the code says so with zeros.
  public static NewDeviceLinking offer(
      Path home, String serverUrl, String deviceName, Wardroom.Options options) {
    ServerApi api = Homes.api(serverUrl, options);
    learnTime(api);
    LinkOffer offer =
        LinkOffer.make(
            NetworkId.of(new byte[16]), true, api.clock().millis(), RandomSource.system());
    return new NewDeviceLinking(home, deviceName, options, api, offer, offer.code());
  }

  /// This device read the code that the old one shows.
  public static NewDeviceLinking accept(
      Path home, String code, String deviceName, Wardroom.Options options) {
    ServerApi api = Homes.api(LinkText.server(code), options);
    learnTime(api);
    LinkText text = LinkText.parse(code, api.clock().millis());
    if (text.code().shownByNewDevice()) {
      throw new ClientException(
          ClientException.Kind.USAGE,
          "this code was shown by a new device: take it on the old one");
    }
    NewDeviceLinking linking =
        new NewDeviceLinking(home, deviceName, options, api, null, text.code());
    try {
      linking.answer();
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
    return linking;
  }

  /// A code is good for two minutes by the server's clock, which this machine's may not be near.
  private static void learnTime(ServerApi api) {
    try {
      api.learnTime();
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
  }

  private void answer() {
    LinkChannel.Answer answer = LinkChannel.answer(code, RandomSource.system());
    LinkTalk.post(api, code.channel(), 1, 0, answer.firstNote());
    check = LinkCheck.digits(answer.firstNote());
    talk = new LinkTalk(api, code.channel(), answer.channel(), 1, 0);
  }

  @Override
  public Optional<String> code() {
    return offer == null
        ? Optional.empty()
        : Optional.of(LinkText.print(code, api.transport().base().toString()));
  }

  @Override
  public String awaitCheck(Duration patience) {
    LinkOffer open = offer;
    if (talk != null || open == null) {
      return check;
    }
    try {
      byte[] first =
          LinkTalk.note(api, code.channel(), 1, 0, patience)
              .orElseThrow(() ->
                  new ClientException(
                      ClientException.Kind.TIMEOUT, "no device answered in time: show a new code"));
      check = LinkCheck.digits(first);
      talk = new LinkTalk(api, code.channel(), open.accept(first, RandomSource.system()), 0, 1);
      return check;
    } catch (ProtocolException | RuntimeException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public Session finish(Duration patience, Progress progress) {
    awaitCheck(patience);
    LinkTalk open = java.util.Objects.requireNonNull(talk);
    try {
      open.send(new LinkTalk.Hello(deviceName));
      LinkTalk.Welcome welcome = open.receive(LinkTalk.Welcome.class, patience);
      if (welcome.refused()) {
        throw new ClientException(ClientException.Kind.REFUSED, "the old device said no");
      }
      boolean history =
          Homes.make(home, options, local -> becomeDevice(local, open, welcome, patience));
      Session session = Wardroom.open(home, options);
      if (history) {
        takeHistory(session, open, progress);
      }
      return session;
    } catch (ProtocolException | RuntimeException e) {
      throw Failures.of(e);
    }
  }

  /// @return whether history follows
  private boolean becomeDevice(
      dev.wardroom.client.store.Local local,
      LinkTalk open,
      LinkTalk.Welcome welcome,
      Duration patience)
      throws ProtocolException {
    DeviceKey key = DeviceKey.generate(RandomSource.system());
    Me me =
        new Me(
            NetworkId.parse(welcome.network()),
            UserId.parse(welcome.user()),
            DeviceId.of(local.randomBytes(16)),
            welcome.username(),
            api.transport().base().toString());
    Identity identity = new Identity(me, key, new Hash32(Bytes.of(welcome.networkFingerprint())));
    LinkedDevice device = new LinkedDevice(local, identity, welcome.name(), welcome.statement());
    long now = api.clock().millis();
    List<PrekeyBatch> batches = device.firstPrekeys(new Hash32(Bytes.of(welcome.listHash())), now);
    open.send(
        new LinkTalk.Request(
            me.device().toString(),
            key.publicKey().toArray(),
            batches.stream().map(PrekeyBatch::toByteArray).toArray(byte[][]::new)));
    LinkTalk.Added added = open.receive(LinkTalk.Added.class, patience);
    Optional<AccountKey> accountKey =
        added.accountKey().length == 0
            ? Optional.empty()
            : Optional.of(AccountKey.of(SecretBytes.copyOf(added.accountKey())));
    device.added(List.of(added.lists()), accountKey, now);
    return added.history();
  }

  private void takeHistory(Session session, LinkTalk open, Progress progress)
      throws ProtocolException {
    LinkTalk.History history = open.receive(LinkTalk.History.class, HISTORY_PATIENCE);
    if (!(session instanceof LocalSession local)) {
      throw new ClientException(
          ClientException.Kind.HOME, "another process opened this home in the middle of linking");
    }
    try {
      new HistoryTaking(local.engine())
          .take(File.parseFrom(history.file()), history.key(), history.messages(), progress);
    } catch (InvalidProtocolBufferException e) {
      throw new ClientException(
          ClientException.Kind.REFUSED, "the history cannot be read: link again to get it", e);
    }
  }

  @Override
  public void close() {
    if (talk != null) {
      talk.close();
    } else if (offer != null) {
      offer.close();
    }
  }
}

package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.e2e.hostile.Tampering;
import dev.wardroom.schema.v1.AudienceDevice;
import dev.wardroom.schema.v1.AudienceUser;
import dev.wardroom.schema.v1.ClaimResponse;
import dev.wardroom.schema.v1.DeviceLists;
import dev.wardroom.schema.v1.GetDeviceListsResponse;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that says to Ben that others have devices, keys or members that they do not have.
final class HostileDirectoryTest {
  private static final int EXCHANGE_BYTES = 51;
  private static final long YEAR_MILLIS = 365L * 86_400_000;

  @TempDir Path folder;
  private final DeviceKey evilDevice = DeviceKey.generate(RandomSource.system());
  private final RootKey evilRoot = RootKey.generate(RandomSource.system());
  private Scene scene;
  private CopiedHome anns;

  @BeforeEach
  void annAndBen() throws IOException {
    scene = new Scene(folder);
    anns = CopiedHome.of(scene.people.home("ann"), folder.resolve("anns"));
  }

  @AfterEach
  void end() {
    anns.close();
    scene.close();
  }

  private VerifiedDeviceList annsList() throws ProtocolException {
    return anns.ownList(true);
  }

  private DeviceEntry evilEntry(long now) {
    return DeviceEntry.of(
        DeviceId.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}),
        evilDevice.publicKey(),
        now,
        Suite.P521_MLKEM1024);
  }

  private DeviceList annsListWithAnEvilDevice() throws Exception {
    long now = scene.clock.millis();
    return annsList().list().successor(now, now + YEAR_MILLIS, List.of(evilEntry(now)), List.of());
  }

  /// Ben is given this list of Ann's whenever he asks, and told to ask.
  private Tampering.Rule listOfAnn(byte[] signed) {
    ByteString ann = ByteString.copyFrom(anns.identity().me().user().toArray());
    Tampering.Rule lists =
        scene
            .bens()
            .answer(
                Rpcs.GET_DEVICE_LISTS,
                _ ->
                    GetDeviceListsResponse.newBuilder()
                        .addUsers(
                            DeviceLists.newBuilder()
                                .setUserId(ann)
                                .addListsSigned(ByteString.copyFrom(signed)))
                        .build());
    Tampering.Rule notice = scene.bens().toClient(Notices.before(Notices.deviceList(ann)));
    return () -> {
      lists.close();
      notice.close();
    };
  }

  private void assertListIsRefused(byte[] signed, String error) throws Exception {
    try (Tampering.Rule _ = listOfAnn(signed)) {
      LivePeople.seen(scene.ben, LivePeople.say(scene.ann, scene.direct, "a frame").message());
      assertThat(scene.awaitWarning(WarningView.Kind.REFUSED).text()).contains(error);
      assertThat(devicesThatBenWritesTo()).isEqualTo(annDevices());
    }
    scene.assertBothGoOn();
  }

  private int annDevices() {
    return scene.ann.devices().list().size();
  }

  /// What Ben's next message is encrypted to.
  private int devicesThatBenWritesTo() throws Exception {
    AtomicReference<byte[]> request = new AtomicReference<>();
    try (Tampering.Rule _ = scene.bens().request(Rpcs.SEND, request::set)) {
      LivePeople.say(scene.ben, scene.direct, "to whom?");
    }
    return SendRequest.parseFrom(seen(request)).getExchanges().size() / EXCHANGE_BYTES;
  }

  @Test
  void aDeviceThatTheRootKeyDidNotSignIsNotTaken() throws Exception {
    byte[] body = annsListWithAnEvilDevice().encode();
    P521PrivateKey other = P521PrivateKey.generate(RandomSource.system());
    assertListIsRefused(SignedBytes.of(body, other.sign(body)).encode(), "SIGNATURE_INVALID");
  }

  @Test
  void aSecondListOfOneVersionIsNotTaken() throws Exception {
    Session phone = scene.people.secondDevice("ann");
    phone.stayConnected();
    scene.awaitWarning(WarningView.Kind.DEVICE_ADDED);
    byte[] fork;
    try (RootKey root = anns.root()) {
      fork = root.sign(annsListWithAnEvilDevice()).encode();
    }
    assertListIsRefused(fork, "LIST_FORK");
  }

  @Test
  void anOlderListIsNotTaken() throws Exception {
    Session phone = scene.people.secondDevice("ann");
    phone.stayConnected();
    scene.awaitWarning(WarningView.Kind.DEVICE_ADDED);
    assertListIsRefused(annsList().signed().encode(), "LIST_ROLLBACK");
  }

  @Test
  void anotherRootKeyIsShownAndNothingIsSentToIt() throws Exception {
    long now = scene.clock.millis();
    DeviceList swapped =
        annsList()
            .list()
            .replaced(evilRoot.publicKey(), now, now + YEAR_MILLIS, List.of(evilEntry(now)));
    AtomicReference<byte[]> sent = new AtomicReference<>();
    try (Tampering.Rule _ = listOfAnn(evilRoot.sign(swapped).encode());
        Tampering.Rule _ = scene.bens().request(Rpcs.SEND, sent::set)) {
      LivePeople.seen(scene.ben, LivePeople.say(scene.ann, scene.direct, "a frame").message());
      scene.awaitWarning(WarningView.Kind.ROOT_CHANGED);
      assertThatThrownBy(() -> LivePeople.say(scene.ben, scene.direct, "for Ann only"))
          .isInstanceOfSatisfying(
              ClientException.class,
              e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.NOT_AUTHENTIC));
      assertThat(sent.get()).isNull();
      scene.awaitWarning(WarningView.Kind.NOT_SENT);
    }
    MessageView genuine = LivePeople.say(scene.ann, scene.direct, "from the old keys");
    assertThat(LivePeople.seen(scene.ben, genuine.message()).warnings())
        .extracting(WarningView::kind)
        .contains(WarningView.Kind.ROOT_CHANGED);
  }

  @Test
  void aListThatIsHeldBackMakesItsDevicesMessagesRefusedNotTrusted() throws Exception {
    Tampering.Rule withholding =
        scene
            .bens()
            .answer(Rpcs.GET_DEVICE_LISTS, _ -> GetDeviceListsResponse.getDefaultInstance());
    Session phone = scene.people.secondDevice("ann");
    phone.stayConnected();
    phone.catchUp(LivePeople.PATIENCE);
    ConversationRef direct = phone.conversations().direct("ben").conversation();
    LivePeople.say(phone, direct, "from a device that is kept secret");
    scene.awaitWarning(WarningView.Kind.REFUSED);
    assertThat(scene.ben.accounts().status().quarantined()).isEqualTo(1);
    assertThat(Scene.texts(scene.ben, scene.direct))
        .doesNotContain("from a device that is kept secret");
    withholding.close();
    LivePeople.seen(scene.ben, LivePeople.say(phone, direct, "known now").message());
    assertThat(devicesThatBenWritesTo()).isEqualTo(2);
    scene.assertBothGoOn();
  }

  @Test
  void aReaderWhoIsInNoEntryOfTheLogIsNotWrittenTo() throws Exception {
    Session cleo = scene.people.invited(scene.ann, "cleo");
    byte[] user = java.util.HexFormat.of().parseHex(cleo.accounts().self().user().text());
    byte[] device = java.util.HexFormat.of().parseHex(cleo.accounts().status().device().text());
    AudienceUser hidden =
        AudienceUser.newBuilder()
            .setUserId(ByteString.copyFrom(user))
            .setListVersion(1)
            .addDevices(
                AudienceDevice.newBuilder().setDeviceId(ByteString.copyFrom(device)).setSlot(9))
            .build();
    assertNotWrittenTo(hidden, device);
  }

  @Test
  void aDeviceThatIsInNoSignedListIsNotWrittenTo() throws Exception {
    byte[] device = evilEntry(0).id().toArray();
    AudienceUser annWithOneMore =
        AudienceUser.newBuilder()
            .setUserId(ByteString.copyFrom(anns.identity().me().user().toArray()))
            .setListVersion(1)
            .addDevices(
                AudienceDevice.newBuilder().setDeviceId(ByteString.copyFrom(device)).setSlot(9))
            .build();
    assertNotWrittenTo(annWithOneMore, device);
  }

  private void assertNotWrittenTo(AudienceUser hidden, byte[] device) throws Exception {
    AtomicReference<byte[]> claim = new AtomicReference<>();
    try (Tampering.Rule _ =
            scene
                .bens()
                .answer(
                    Rpcs.GET_AUDIENCE,
                    audience -> {
                      int at = -1;
                      for (int i = 0; i < audience.getUsersCount(); i++) {
                        at = audience.getUsers(i).getUserId().equals(hidden.getUserId()) ? i : at;
                      }
                      return at < 0
                          ? audience.toBuilder().addUsers(hidden).build()
                          : audience.toBuilder()
                              .setUsers(
                                  at,
                                  audience.getUsers(at).toBuilder()
                                      .addAllDevices(hidden.getDevicesList()))
                              .build();
                    });
        Tampering.Rule _ = scene.bens().request(Rpcs.CLAIM, claim::set)) {
      scene.ben.close();
      try (Session again = scene.people.reopen("ben")) {
        AtomicReference<byte[]> request = new AtomicReference<>();
        try (Tampering.Rule _ = scene.bens().request(Rpcs.SEND, request::set)) {
          MessageView said = LivePeople.say(again, scene.direct, "to Ann and nobody else");
          LivePeople.seen(scene.ann, said.message());
        }
        assertThat(SendRequest.parseFrom(seen(request)).getExchanges().size())
            .isEqualTo(EXCHANGE_BYTES);
        assertThat(CopiedHome.stands(seen(claim), device)).isFalse();
        assertThat(CopiedHome.stands(seen(request), device)).isFalse();
      }
    }
  }

  private static byte[] seen(AtomicReference<byte[]> request) {
    return java.util.Objects.requireNonNull(request.get(), "no such call was made");
  }

  @Test
  void aPrekeyThatIsInNoSignedBatchIsNotUsed() {
    AtomicReference<byte[]> sent = new AtomicReference<>();
    try (Tampering.Rule _ = scene.bens().answer(Rpcs.CLAIM, this::withAnEvilPrekey);
        Tampering.Rule _ = scene.bens().request(Rpcs.SEND, sent::set)) {
      assertThatThrownBy(() -> LivePeople.say(scene.ben, scene.direct, "for Ann only"))
          .isInstanceOfSatisfying(
              ClientException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ClientException.Kind.NOT_AUTHENTIC);
                assertThat(e).hasMessageContaining("PREKEY_PROOF_INVALID");
              });
      assertThat(sent.get()).isNull();
    }
    scene.assertBothGoOn();
  }

  private ClaimResponse withAnEvilPrekey(ClaimResponse claim) {
    ClaimResponse.Builder changed = claim.toBuilder();
    changed
        .getPrekeysBuilder(0)
        .getPrekeyBuilder()
        .setAgreementKey(ByteString.copyFrom(evilDevice.publicKey().toArray()));
    return changed.build();
  }
}

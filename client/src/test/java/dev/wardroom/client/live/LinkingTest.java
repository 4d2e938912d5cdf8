package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Devices;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkingTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void twoPeopleWithHistory() {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    ann.stayConnected();
    ben.stayConnected();
    ConversationView direct = ann.conversations().direct("ben");
    MessageView sent =
        ann.messages().send(direct.conversation(), Draft.text("before linking"), Progress.none());
    ann.messages().awaitAccepted(sent.message(), People.PATIENCE);
    MessageView got = People.awaitText(ben, "before linking");
    MessageView answer =
        ben.messages().send(got.conversation(), Draft.text("an old answer"), Progress.none());
    ben.messages().awaitAccepted(answer.message(), People.PATIENCE);
    People.awaitText(ann, "old answer");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
    people.close();
    server.close();
  }

  @Test
  void aNewDeviceThatShowsTheCodeGetsHistoryAndIsRemovedAgain() throws Exception {
    Session tablet;
    try (Wardroom.Linking linking =
        Wardroom.offerLink(people.home("ann-tablet"), server.url(), "tablet", people.options())) {
      Future<Session> finished =
          threads.submit(() -> linking.finish(Duration.ofMinutes(1), Progress.none()));
      Devices.LinkRequest request = ann.devices().acceptLink(linking.code().orElseThrow());
      assertThat(request.deviceName()).isEqualTo("tablet");
      assertThat(request.check()).isEqualTo(linking.awaitCheck(Duration.ofSeconds(5)));
      ann.devices().confirmLink(request, true, Progress.none());
      tablet = people.kept(finished.get());
    }
    tablet.stayConnected();
    tablet.catchUp(People.PATIENCE);
    assertThat(People.awaitText(tablet, "before linking").own()).isTrue();
    assertThat(People.awaitText(tablet, "old answer").from().username()).isEqualTo("ben");
    assertThat(tablet.arrivals().next("any", 100, Duration.ZERO)).isEmpty();

    ConversationView direct = ann.conversations().direct("ben");
    MessageView fresh =
        ben.messages().send(direct.conversation(), Draft.text("to three"), Progress.none());
    ben.messages().awaitAccepted(fresh.message(), People.PATIENCE);
    assertThat(People.awaitText(tablet, "to three").warnings()).isEmpty();

    DeviceView gone =
        ann.devices().list().stream()
            .filter(each -> each.name().equals("tablet"))
            .findFirst()
            .orElseThrow();
    ann.devices().remove(gone.device(), new char[0]);
    MessageView later =
        ben.messages()
            .send(direct.conversation(), Draft.text("not for the tablet"), Progress.none());
    ben.messages().awaitAccepted(later.message(), People.PATIENCE);
    People.awaitText(ann, "not for the tablet");
    assertThat(tablet.messages().search("not for the tablet", Optional.empty(), 5)).isEmpty();
    assertThatThrownBy(() -> tablet.devices().list()).isInstanceOf(ClientException.class);
  }

  @Test
  void anOldDeviceThatShowsTheCodeMaySayNo() throws Exception {
    Devices.LinkOffer offer = ann.devices().offerLink();
    Future<Devices.LinkRequest> asked =
        threads.submit(() -> ann.devices().awaitLink(offer, Duration.ofSeconds(20)));
    try (Wardroom.Linking linking =
        Wardroom.acceptLink(people.home("stranger"), offer.code(), "stranger", people.options())) {
      Future<Session> finished =
          threads.submit(() -> linking.finish(Duration.ofMinutes(1), Progress.none()));
      Devices.LinkRequest request = asked.get();
      assertThat(request.check()).isEqualTo(linking.awaitCheck(Duration.ofSeconds(5)));
      ann.devices().refuseLink(request);
      assertThatThrownBy(finished::get)
          .hasCauseInstanceOf(ClientException.class)
          .hasMessageContaining("said no");
    }
    assertThat(ann.devices().list()).hasSize(1);
    assertThat(Wardroom.exists(people.home("stranger"))).isFalse();
  }
}

package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoPeopleTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;

  @BeforeEach
  void twoPeople() {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  @Test
  void aMessageReachesTheOtherPersonAndTheAnswerComesBack() {
    ann.stayConnected();
    ben.stayConnected();
    ConversationView direct = ann.conversations().direct("ben");
    MessageView sent =
        ann.messages().send(direct.conversation(), Draft.text("hello **ben**"), Progress.none());
    ann.messages().awaitAccepted(sent.message(), People.PATIENCE);

    MessageView got = People.awaitText(ben, "hello");
    assertThat(got.text()).isEqualTo("hello **ben**");
    assertThat(got.from().username()).isEqualTo("ann");
    assertThat(got.warnings()).isEmpty();

    MessageView answer =
        ben.messages()
            .send(
                got.conversation(),
                Draft.text("hello yourself").withReplyTo(got.message()),
                Progress.none());
    ben.messages().awaitAccepted(answer.message(), People.PATIENCE);
    MessageView back = People.awaitText(ann, "yourself");
    assertThat(back.replyTo()).isPresent();
    assertThat(back.replyTo().get().text()).isEqualTo("hello **ben**");
    assertThat(back.warnings()).isEmpty();
  }
}

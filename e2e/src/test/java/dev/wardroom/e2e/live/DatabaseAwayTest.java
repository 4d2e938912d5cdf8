package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.e2e.RealPostgres;
import dev.wardroom.e2e.hostile.Cable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL goes away under a running server, and comes back.
@Tag("slow")
final class DatabaseAwayTest {
  private static final Duration SOON = Duration.ofSeconds(8);

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();

  @Test
  void withoutItsDatabaseTheServerRefusesSaysSoAndRecoversByItself() throws Exception {
    try (RealPostgres postgres = RealPostgres.start();
        Cable cable = Cable.to(postgres.port());
        LiveServer server = LiveServer.start(place(postgres.create("away"), postgres, cable));
        LivePeople people = new LivePeople(folder.resolve("homes"), server, clock)) {
      Session ann = people.owner("ann");
      Session ben = people.invited(ann, "ben");
      ann.stayConnected();
      ben.stayConnected();
      ConversationRef direct = ann.conversations().direct("ben").conversation();
      LivePeople.seen(ben, LivePeople.say(ann, direct, "before").message());
      assertThat(status(server, "/ready")).isEqualTo(200);

      cable.cut();
      MessageView waiting = ann.messages().send(direct, Draft.text("meanwhile"), Progress.none());
      assertThatThrownBy(() -> ann.messages().awaitAccepted(waiting.message(), SOON))
          .isInstanceOfSatisfying(
              ClientException.class,
              e ->
                  assertThat(e.kind())
                      .isIn(ClientException.Kind.UNREACHABLE, ClientException.Kind.TIMEOUT));
      LivePeople.await(() -> status(server, "/ready") == 503);
      assertThat(status(server, "/live")).isEqualTo(200);

      cable.mend();
      LivePeople.await(() -> status(server, "/ready") == 200);
      ann.messages().awaitAccepted(waiting.message(), LivePeople.PATIENCE);
      LivePeople.seen(ben, LivePeople.say(ann, direct, "after").message());
      assertThat(Scene.texts(ben, direct)).containsExactly("before", "meanwhile", "after");
      assertThat(ben.accounts().status().undecryptable()).isZero();
    }
  }

  private LiveServer.Place place(String url, RealPostgres postgres, Cable cable) {
    String through = url.replace(":" + postgres.port() + "/", ":" + cable.port() + "/");
    return new LiveServer.Place(folder.resolve("server"), clock, Map.of("database.url", through));
  }

  private static int status(LiveServer server, String page) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url()).resolve(page))
              .timeout(Duration.ofSeconds(20))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.wardroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.TestServer;
import dev.wardroom.server.edge.SmallWorld;
import dev.wardroom.server.edge.http.ListenProblem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTest {
  @TempDir Path folder;

  @Test
  void twoServersNeverShareADataFolder() {
    Map<String, String> same = Map.of("data", folder.resolve("data").toString());
    try (TestServer first = TestServer.start(new SmallWorld(), same)) {
      assertThat(first.url().getPort()).isPositive();
      assertThatThrownBy(() -> TestServer.start(new SmallWorld(), same))
          .isInstanceOfSatisfying(
              StartProblem.class, problem -> assertThat(problem.exitCode()).isEqualTo(3))
          .hasMessageContaining("Another server");
    }
    try (TestServer again = TestServer.start(new SmallWorld(), same)) {
      assertThat(again.url().getPort()).isPositive();
    }
  }

  @Test
  void theDataFolderIsMadeForItsOwnerAlone() throws Exception {
    Path data = folder.resolve("new");
    try (TestServer server = TestServer.start(new SmallWorld(), Map.of("data", data.toString()))) {
      assertThat(server.url()).isNotNull();
      assertThat(Files.getPosixFilePermissions(data))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(Files.getPosixFilePermissions(data.resolve("admin.sock")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(data.resolve("admin.sock")).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsSaidSoAndTheFolderIsFreeAgain() throws Exception {
    Map<String, String> data = Map.of("data", folder.resolve("data").toString());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> wrong =
          Map.of("data", data.get("data"), "port", Integer.toString(taken.getLocalPort()));
      assertThatThrownBy(() -> TestServer.start(new SmallWorld(), wrong))
          .isInstanceOf(ListenProblem.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
    TestServer.start(new SmallWorld(), data).close();
  }

  @Test
  void aClosedServerAnswersNothing() {
    TestServer server = TestServer.start(new SmallWorld(), Map.of());
    HttpRequest live = HttpRequest.newBuilder(server.url().resolve("/live")).build();
    HttpClient http = HttpClient.newHttpClient();
    server.close();
    assertThatThrownBy(() -> http.send(live, BodyHandlers.discarding()))
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void theCommandLineIsReadAndMistakesAreNamed() {
    ServerArguments arguments =
        ServerArguments.parse(List.of("--data", "d", "--port", "0", "--json"));
    assertThat(arguments.json()).isTrue();
    assertThat(arguments.overrides()).isEqualTo(Map.of("data", "d", "port", "0"));
    assertThatThrownBy(() -> ServerArguments.parse(List.of("--prot", "1")))
        .isInstanceOfSatisfying(
            StartProblem.class, problem -> assertThat(problem.exitCode()).isEqualTo(2));
    assertThatThrownBy(() -> ServerArguments.parse(List.of("--port")))
        .hasMessageContaining("--port needs a value");
  }
}

package dev.wardroom.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.TestServer;
import dev.wardroom.server.edge.SmallWorld;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int admin(Path data, String... command) {
    List<String> all = new ArrayList<>(List.of("--data", data.toString()));
    all.addAll(List.of(command));
    return new AdminMain(new PrintStream(out, true), new PrintStream(err, true)).run(all);
  }

  private int doctor(String... arguments) {
    return new DoctorMain(new PrintStream(out, true), new PrintStream(err, true))
        .run(List.of(arguments), Map.of());
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aCommandIsRunAndItsLinesAreShown() {
    try (TestServer server = TestServer.start(new SmallWorld(), Map.of())) {
      assertThat(admin(server.folder(), "greet", "--name", "Ada")).isZero();
      assertThat(said()).isEqualTo("Hello, Ada\n");
      out.reset();
      assertThat(admin(server.folder(), "--json", "greet", "--name", "Ada")).isZero();
      assertThat(said()).contains("{\"hello\":\"Ada\"}").contains("\"progress\":\"greeting\"");
    }
  }

  @Test
  void wrongUseAndUnknownOptionsAreNamed() {
    try (TestServer server = TestServer.start(new SmallWorld(), Map.of())) {
      assertThat(admin(server.folder(), "greet")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("--name");
      assertThat(admin(server.folder(), "greet", "--name", "A", "--loud")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("--loud");
    }
  }

  @Test
  void withoutACommandTheOnesThereAreAreListed() {
    try (TestServer server = TestServer.start(new SmallWorld(), Map.of())) {
      assertThat(admin(server.folder())).isZero();
      assertThat(said()).contains("greet --name NAME").contains("Says hello.");
    }
  }

  @Test
  void withoutAServerTheCommandIsUnreachable() {
    assertThat(admin(folder, "greet", "--name", "A")).isEqualTo(4);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("No server answers");
  }

  @Test
  void theDoctorFindsAGoodMachineGood() throws Exception {
    Path data = folder.resolve("data");
    try (TestServer server = TestServer.start(new SmallWorld(), Map.of("data", data.toString()))) {
      assertThat(server.url()).isNotNull();
      assertThat(doctor("--data", data.toString(), "--host", "127.0.0.1")).isZero();
    }
    assertThat(said()).contains("durable settings hold").contains("A server can run here.");
  }

  @Test
  void theDoctorNamesWhatIsWrongAndWhatToDo() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(
        data, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(data.resolve("wardroom.db"), "this is no database file, whatever it says");
    assertThat(doctor("--data", data.toString(), "--port", "0", "--json")).isEqualTo(3);
    assertThat(said())
        .contains("{\"check\":\"permissions\",\"grade\":\"wrong\"")
        .contains("chmod 700")
        .contains("{\"check\":\"store\",\"grade\":\"wrong\"");
  }

  @Test
  void theDoctorReadsTheConfigurationAsTheServerDoes() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("wardroom.properties"), "prot=1\nlimits.edge-calls=99\n");
    assertThat(doctor("--data", data.toString())).isEqualTo(3);
    assertThat(said()).contains("Did you mean \"port\"?");
    assertThat(doctor("--nonsense")).isEqualTo(2);
  }
}

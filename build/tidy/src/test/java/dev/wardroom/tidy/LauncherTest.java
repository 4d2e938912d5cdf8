package dev.wardroom.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.tidy.Shell.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/wardroom` starts the right program with the right class path. The `java` here is a script
/// that prints what it was started with, a line per argument.
class LauncherTest {
  private static final Path ROOT = SourceTree.projectRoot();
  private static final String JAVA =
      "#!/bin/sh\nprintf '%s\\n' \"$@\"\nenv | grep ^WARDROOM_\nexit 0\n";

  @TempDir Path folder;

  private Path dist;

  @BeforeEach
  void makeADistribution() throws IOException {
    dist = folder.resolve("a folder with blanks");
    Files.createDirectories(dist.resolve("bin"));
    Files.createDirectories(dist.resolve("lib"));
    Files.copy(ROOT.resolve("bin/wardroom"), dist.resolve("bin/wardroom"));
    Files.copy(ROOT.resolve("build/scripts/jdk25.sh"), dist.resolve("lib/jdk25.sh"));
    Files.writeString(dist.resolve("lib/server.classpath"), "server.jar\nwire.jar\n");
    Files.writeString(dist.resolve("lib/client.classpath"), "cli.jar\ncore.jar\nwire.jar\n");
    Shell.executable(folder.resolve("jdk/bin/java"), JAVA);
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
  }

  @Test
  void commandsOfTheClientGoToTheClient() throws Exception {
    List<String> started = start("send", "--to", "bob", "two words").text().lines().toList();
    assertThat(started)
        .containsSubsequence("dev.wardroom.cli.Main", "send", "--to", "bob", "two words");
  }

  @Test
  void serverDoctorAndAdminGoToTheServerWithoutTheirName() throws Exception {
    Map<String, String> mains =
        Map.of(
            "server", "dev.wardroom.server.app.Main",
            "doctor", "dev.wardroom.server.admin.DoctorMain",
            "admin", "dev.wardroom.server.admin.AdminMain");
    for (Map.Entry<String, String> main : mains.entrySet()) {
      List<String> started = start(main.getKey(), "--json").text().lines().toList();
      assertThat(started).containsSubsequence(main.getValue(), "--json");
      assertThat(started).doesNotContain(main.getKey());
    }
  }

  @Test
  void theServersClassPathHasNoCodeThatDecrypts() throws Exception {
    List<String> started = start("server").text().lines().toList();
    String classpath = started.get(started.indexOf("-cp") + 1);
    assertThat(classpath).contains("server.jar").contains("wire.jar").doesNotContain("core.jar");
  }

  @Test
  void itIsFoundThroughLinks() throws Exception {
    Path link = folder.resolve("wardroom");
    Files.createSymbolicLink(link, dist.resolve("bin/wardroom"));
    assertThat(run(Map.of(), List.of("/bin/sh", link.toString(), "version")).text())
        .contains("dev.wardroom.cli.Main");
  }

  @Test
  void theServerDoesNotSeeTheLaunchersVariables() throws Exception {
    Answer answer =
        run(
            Map.of(
                "WARDROOM_TRAIN",
                "a.aot",
                "WARDROOM_JAVA_OPTS",
                "-Xmx64m -Da=b",
                "WARDROOM_PORT",
                "1234"),
            List.of("/bin/sh", dist.resolve("bin/wardroom").toString(), "server"));
    assertThat(answer.text().lines()).contains("-Xmx64m", "-Da=b", "WARDROOM_PORT=1234");
    assertThat(answer.text())
        .doesNotContain("WARDROOM_JAVA_OPTS=")
        .doesNotContain("WARDROOM_TRAIN=");
  }

  @Test
  void anUnbuiltTreeSaysWhatToType() throws Exception {
    Files.delete(dist.resolve("lib/client.classpath"));
    Answer answer = start("version");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.text()).contains("make build").doesNotContain("\n");
  }

  private Answer start(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", dist.resolve("bin/wardroom").toString()));
    command.addAll(List.of(arguments));
    return run(Map.of(), command);
  }

  private Answer run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Map<String, String> whole = new HashMap<>(environment);
    whole.put("PATH", "/usr/bin:/bin");
    whole.put("HOME", folder.toString());
    whole.put("JAVA_HOME", folder.resolve("jdk").toString());
    return Shell.run(whole, command);
  }
}

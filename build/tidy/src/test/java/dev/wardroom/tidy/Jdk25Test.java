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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `build/scripts/jdk25.sh` finds a JDK 25 wherever it usually lies, on machines made up of
// folders.
class Jdk25Test {
  private static final Path SCRIPT = SourceTree.projectRoot().resolve("build/scripts/jdk25.sh");

  @TempDir Path machine;

  @Test
  void javaHomeIsTakenWhenItIsNewEnough() throws Exception {
    Path home = jdk("elsewhere/jdk-26", "26.0.1");
    jdk("jvm/jdk-25", "25.0.3");
    assertThat(find(Map.of("JAVA_HOME", home.toString())).text()).isEqualTo(home.toString());
  }

  @Test
  void anOldJavaHomeIsPassedOver() throws Exception {
    Path old = jdk("elsewhere/jdk-17", "17.0.15");
    Path home = jdk("jvm/jdk-25", "25.0.3");
    assertThat(find(Map.of("JAVA_HOME", old.toString())).text()).isEqualTo(home.toString());
  }

  @Test
  void theJavaOfThePathIsTakenThroughItsLinks() throws Exception {
    Path home = jdk("elsewhere/jdk-25", "25");
    Path bin = Files.createDirectories(machine.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("../elsewhere/jdk-25/bin/java"));
    assertThat(find(Map.of("PATH", bin + ":/usr/bin:/bin")).text()).isEqualTo(home.toString());
  }

  @Test
  void anOldJavaOfThePathIsPassedOver() throws Exception {
    Path old = jdk("elsewhere/jdk-17", "17.0.15");
    Path home = jdk("jvm/jdk-25", "25.0.3");
    assertThat(find(Map.of("PATH", old + "/bin:/usr/bin:/bin")).text()).isEqualTo(home.toString());
  }

  @Test
  void amongSeveralTheTestedVersionWins() throws Exception {
    jdk("jvm/a-jdk-27", "27");
    Path home = jdk("jvm/b-jdk-25", "25.0.1");
    assertThat(find(Map.of()).text()).isEqualTo(home.toString());
  }

  @Test
  void aNewerOneServesWhereThereIsNo25() throws Exception {
    jdk("jvm/jdk-21", "21.0.2");
    Path home = jdk("jvm/jdk-27", "27");
    assertThat(find(Map.of()).text()).isEqualTo(home.toString());
  }

  @Test
  void theFoldersOfMacsAreKnown() throws Exception {
    Path home = jdk("jvm/temurin-25.jdk/Contents/Home", "25.0.3");
    assertThat(find(Map.of()).text()).isEqualTo(home.toString());
  }

  @Test
  void aFolderWithoutReleaseFileIsAskedItself() throws Exception {
    Path home = machine.resolve("jvm/odd");
    Shell.executable(
        home.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"25.0.1\" 2025-10-21' >&2\n");
    Shell.executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    assertThat(find(Map.of()).text()).isEqualTo(home.toString());
  }

  @Test
  void buildingNeedsACompiler() throws Exception {
    Path runtime = jdk("jvm/jre-25", "25.0.3");
    Files.delete(runtime.resolve("bin/javac"));
    assertThat(find(Map.of()).code()).isZero();
    assertThat(find(Map.of(), "--jdk").code()).isEqualTo(2);
  }

  @Test
  void withoutOneItSaysInOneLineWhatToInstall() throws Exception {
    jdk("jvm/jdk-17", "17.0.15");
    Answer answer = find(Map.of());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.text()).contains("install").doesNotContain("\n");
  }

  private Path jdk(String folder, String version) throws IOException {
    Path home = machine.resolve(folder);
    Shell.executable(home.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
    Shell.executable(home.resolve("bin/javac"), "#!/bin/sh\nexit 1\n");
    Files.writeString(
        home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x86_64\"\n");
    return home;
  }

  private Answer find(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Map<String, String> whole = new HashMap<>();
    Path tools = Files.createDirectories(machine.resolve("tools"));
    for (String tool : List.of("sed", "readlink")) {
      Shell.executable(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
    }
    // No `java` of the machine that runs the test.
    whole.put("PATH", tools.toString());
    whole.put("HOME", machine.toString());
    whole.put("WARDROOM_JDK_FOLDERS", machine.resolve("jvm").toString());
    environment.forEach(
        (key, value) -> whole.put(key, value.replace(":/usr/bin:/bin", ":" + tools)));
    List<String> command = new ArrayList<>(List.of("/bin/sh", SCRIPT.toString()));
    command.addAll(List.of(options));
    return Shell.run(whole, command);
  }
}

package dev.wardroom.server.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.kernel.config.Config.FileStore;
import dev.wardroom.server.kernel.config.Config.LogFormat;
import dev.wardroom.server.kernel.config.Config.LogLevel;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigTest {
  private static final Limit CALLS = new Limit("edge-calls", 20, 10, 30, "calls", "Calls at once.");
  private static final ConfigLoader LOADER = new ConfigLoader(List.of(CALLS));

  private static Config file(String text) {
    return LOADER.load(text, Map.of(), Map.of()).config();
  }

  @Test
  void theDefaultsAreThese() {
    Config config = file("");
    assertThat(config.data()).isEqualTo(Path.of("data"));
    assertThat(config.listen()).isEmpty();
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8440);
    assertThat(config.publicUrl()).isEmpty();
    assertThat(config.behindProxy()).isFalse();
    assertThat(config.tls().isOn()).isFalse();
    assertThat(config.database().url()).isEmpty();
    assertThat(config.files().store()).isEqualTo(FileStore.FOLDER);
    assertThat(config.inData(config.files().folder())).isEqualTo(Path.of("data/files"));
    assertThat(config.s3().region()).isEqualTo("us-east-1");
    assertThat(config.log().level()).isEqualTo(LogLevel.INFO);
    assertThat(config.log().format()).isEqualTo(LogFormat.TEXT);
    assertThat(config.metrics().allowed()).containsExactly("127.0.0.1", "::1");
  }

  @Test
  void plainHttpIsForThisMachineUnlessAnAddressIsSetAndTlsIsForEverybody() {
    String tls = "tls.certificate=server.pem\ntls.key=server.key\n";
    assertThat(file("").host()).isEqualTo("127.0.0.1");
    assertThat(file("host=0.0.0.0\n").host()).isEqualTo("0.0.0.0");
    assertThat(file(tls).host()).isEqualTo("0.0.0.0");
    assertThat(file(tls + "host=10.0.0.1\n").host()).isEqualTo("10.0.0.1");
  }

  @Test
  void everyKeyIsReadFromTheFile() {
    Config config =
        file(
            """
            data=/srv/wardroom
            host=127.0.0.1
            port=1234
            public-url=https://chat.example.org
            behind-proxy=yes
            tls.certificate=chain.pem
            tls.key=/etc/key.pem
            database.url=postgresql://u:secret@db/wardroom
            files.store=S3
            files.folder=blobs
            s3.endpoint=https://s3.example.org
            s3.bucket=b
            s3.region=eu
            s3.key-id=id
            s3.secret=hush
            s3.path-style=true
            log.level=debug
            log.format=json
            metrics.allowed=10.0.0.1, 10.0.0.2
            """);
    assertThat(config.publicUrl()).contains(URI.create("https://chat.example.org"));
    assertThat(config.behindProxy()).isTrue();
    assertThat(config.inData(config.tls().certificate().orElseThrow()))
        .isEqualTo(Path.of("/srv/wardroom/chain.pem"));
    assertThat(config.s3().pathStyle()).isTrue();
    assertThat(config.s3().endpoint()).contains(URI.create("https://s3.example.org"));
    assertThat(config.metrics().allowed()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(config.toString()).doesNotContain("secret@").doesNotContain("hush");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheCommandLineOverBoth() {
    Map<String, String> environment = Map.of("WARDROOM_PORT", "2", "WARDROOM_LOG_LEVEL", "warn");
    ConfigLoader.Loaded loaded = LOADER.load("port=1", environment, Map.of());
    assertThat(loaded.config().port()).isEqualTo(2);
    assertThat(loaded.config().log().level()).isEqualTo(LogLevel.WARN);
    assertThat(LOADER.load("port=1", environment, Map.of("port", "3")).config().port())
        .isEqualTo(3);
  }

  @Test
  void anUnknownKeyStopsTheStartAndTheNearestIsNamed() {
    assertThatThrownBy(() -> file("prot=1"))
        .isInstanceOf(ConfigProblem.class)
        .hasMessageContaining("\"prot\"")
        .hasMessageContaining("\"port\"");
    assertThatThrownBy(() -> LOADER.load("", Map.of("WARDROOM_PUBLIC_ULR", "https://a"), Map.of()))
        .hasMessageContaining("WARDROOM_PUBLIC_URL");
    assertThat(LOADER.load("", Map.of("WARDROOM_HOME", "x", "PATH", "y"), Map.of())).isNotNull();
  }

  @Test
  void valuesThatMakeNoSenseAreRefusedWithTheirKey() {
    for (String wrong :
        List.of(
            "port=x",
            "port=70000",
            "behind-proxy=maybe",
            "log.level=loud",
            "public-url=chat.example.org",
            "public-url=ftp://a.b",
            "tls.key=only",
            "database.url=mysql://a/b",
            "files.store=s3",
            "s3.key-id=only",
            "limits.edge-calls=9",
            "limits.edge-calls=31")) {
      assertThatThrownBy(() -> file(wrong))
          .as(wrong)
          .isInstanceOf(ConfigProblem.class)
          .hasMessageContaining(wrong.substring(0, wrong.indexOf('=')));
    }
  }

  @Test
  void aLimitIsMovedWithinItsBounds() {
    assertThat(LOADER.load("", Map.of(), Map.of()).limits().of(CALLS)).isEqualTo(20);
    Limits moved = LOADER.load("limits.edge-calls=30", Map.of(), Map.of()).limits();
    assertThat(moved.of(CALLS)).isEqualTo(30);
    assertThat(
            LOADER
                .load("", Map.of("WARDROOM_LIMITS_EDGE_CALLS", "10"), Map.of())
                .limits()
                .of(CALLS))
        .isEqualTo(10);
  }

  @Test
  void theExampleFileNamesEveryKeyAndLoadsAsTheDefaults() {
    String example = ExampleFile.properties(List.of(CALLS));
    assertThat(example).contains("#port=8440").contains("#limits.edge-calls=20");
    assertThat(example.lines()).allMatch(line -> line.length() <= 120);
    String uncommented = example.replaceAll("(?m)^#([a-z0-9.-]+=)", "$1");
    assertThat(file(uncommented)).isEqualTo(file(""));
  }
}

package dev.wardroom.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.LocationView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.e2e.Person;
import dev.wardroom.e2e.RealPostgres;
import dev.wardroom.e2e.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that is meant to be secret, said once through a real server that is then searched.
@Tag("slow")
final class CanaryTest {
  private static final String SECRET = "Zq7canaryWord31";
  private static final String PUBLIC = "Pq9publicWord52";
  private static final String BUCKET = "wardroom-canary";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void nothingSecretIsAnywhereOnTheServerAndAPublicNameIsFound() throws Exception {
    Path server = Files.createDirectories(folder.resolve("server"));
    ServerProcess.Place place = new ServerProcess.Place(server, 0, "", List.of());
    assertNothingIsFound(place, place.data(), () -> {});
  }

  @Test
  void nothingSecretIsAnywhereInPostgresAndTheObjectStore() throws Exception {
    Path server = Files.createDirectories(folder.resolve("server"));
    Path buckets = Files.createDirectories(server.resolve("buckets"));
    Files.createDirectories(buckets.resolve(BUCKET));
    S3Proxy objects = objectStore(buckets);
    Path tables = server.resolve("tables");
    try (RealPostgres postgres = RealPostgres.startIn(tables)) {
      ServerProcess.Place place =
          new ServerProcess.Place(
              server, 0, postgres.create("canary"), List.of(), s3Settings(objects.getPort()));
      assertNothingIsFound(place, tables, () -> postgres.administer("checkpoint"));
      assertThat(largest(buckets))
          .as("the file's ciphertext is in the object store")
          .isGreaterThan(filled().length());
    } finally {
      objects.stop();
    }
  }

  private static S3Proxy objectStore(Path folder) throws Exception {
    S3Proxy objects =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "canary-id", "canary-key")
            .build();
    objects.start();
    return objects;
  }

  private static List<String> s3Settings(int port) {
    return List.of(
        "files.store=s3",
        "s3.endpoint=http://127.0.0.1:" + port,
        "s3.bucket=" + BUCKET,
        "s3.key-id=canary-id",
        "s3.secret=canary-key",
        "s3.path-style=true");
  }

  private static long largest(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .max()
          .orElse(0);
    }
  }

  /// @param store where the public name must be found
  /// @param settle brings everything to the disk
  private void assertNothingIsFound(ServerProcess.Place place, Path store, Runnable settle)
      throws Exception {
    try (ServerProcess running = ServerProcess.start(place)) {
      speak(running);
      settle.run();
      Path metrics = saveMetrics(running);
      Path heap = dumpHeap(running);
      CanaryScan secret = new CanaryScan(new Canary(SECRET));
      assertThat(secret.search(place.folder())).isEmpty();
      assertThat(secret.search(metrics)).isEmpty();
      assertThat(secret.search(heap)).isEmpty();
      CanaryScan known = new CanaryScan(new Canary(PUBLIC));
      assertThat(known.search(store)).as("a public name in the store").isNotEmpty();
      assertThat(known.search(heap)).as("a public name in the memory").isNotEmpty();
      assertThat(known.search(place.log())).as("a name in the log").isEmpty();
      assertThat(known.search(metrics)).as("a name in the metrics").isEmpty();
    }
  }

  /// Says everything, and makes sure that it arrived: a message that was never sent hides nothing.
  private void speak(ServerProcess server) throws Exception {
    List<Person> people = Person.register(server, folder.resolve("homes"), List.of("anna", "ben"));
    try (Session anna = people.get(0).open();
        Session ben = people.get(1).open()) {
      anna.accounts().setName(PUBLIC);
      anna.stayConnected();
      ConversationRef room =
          anna.conversations().createRoom("title " + SECRET, List.of("ben")).conversation();
      anna.conversations().setCard(room, "title " + SECRET, "description " + SECRET);
      MessageView text = say(anna, room, Draft.text("text " + SECRET));
      say(anna, room, Draft.text("reply " + SECRET).withReplyTo(text.message()));
      say(anna, room, Draft.text("").withLocation(new LocationView(1, 2, 3, "at " + SECRET)));
      Path file = Files.writeString(folder.resolve("name-" + SECRET), filled());
      MessageView sent = say(anna, room, Draft.file(file, "caption " + SECRET));
      say(anna, room, Draft.text("").withFile(voice(), 1_500));
      say(anna, room, Draft.text("for an hour " + SECRET).withTtl(3_600));
      say(anna, room, Draft.text("burns " + SECRET).withBurn(3_600));
      ConversationRef notes = anna.conversations().direct("anna").conversation();
      say(anna, notes, Draft.text("note to myself " + SECRET));
      ConversationRef direct = anna.conversations().direct("ben").conversation();
      say(anna, direct, Draft.text("between us " + SECRET).withMentions(List.of("ben")));
      ConversationRef group =
          anna.conversations().createGroup("group " + SECRET, List.of("ben")).conversation();
      say(anna, group, Draft.text("in the group " + SECRET));
      MessageView recalled = say(anna, room, Draft.text("taken back " + SECRET));
      anna.messages().awaitAccepted(anna.messages().recall(recalled.message()).message(), PATIENCE);
      anna.messages()
          .awaitAccepted(
              anna.messages().react(text.message(), "\uD83D\uDC4D", false).message(), PATIENCE);
      anna.messages()
          .awaitAccepted(
              anna.messages().edit(text.message(), "edited " + SECRET).message(), PATIENCE);
      ben.stayConnected();
      await(ben, room, sent.message());
      Path got = ben.files().get(sent.message(), folder.resolve("got"), true, Progress.none());
      assertThat(got).hasSameBinaryContentAs(file);
      assertThat(ben.conversations().get(room).title()).contains(SECRET);
      say(ben, room, Draft.text("answer " + SECRET));
    }
  }

  private Path voice() throws IOException {
    return Files.writeString(folder.resolve("voice-" + SECRET + ".ogg"), filled());
  }

  private static String filled() {
    return ("the bytes of a file " + SECRET + "\n").repeat(50_000);
  }

  private static MessageView say(Session session, ConversationRef room, Draft draft) {
    MessageView saved = session.messages().send(room, draft, Progress.none());
    return session.messages().awaitAccepted(saved.message(), PATIENCE);
  }

  private static void await(Session session, ConversationRef room, MessageRef wanted)
      throws InterruptedException {
    long endsAt = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < endsAt) {
      session.catchUp(PATIENCE);
      boolean there =
          session.messages().history(room, Optional.empty(), 500).stream()
              .anyMatch(m -> m.message().equals(wanted) && m.kind() != MessageKind.UNDECRYPTABLE);
      if (there) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("a message did not arrive");
  }

  private Path saveMetrics(ServerProcess server) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String page =
          http.send(
                  HttpRequest.newBuilder(URI.create(server.url()).resolve("/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(page).contains("wardroom_");
      return Files.writeString(folder.resolve("metrics.txt"), page);
    }
  }

  private Path dumpHeap(ServerProcess server) throws IOException, InterruptedException {
    Path heap = folder.resolve("server.hprof");
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.handle().pid()),
                "GC.heap_dump",
                "-all",
                heap.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    assertThat(heap).as(said).exists();
    return heap;
  }
}

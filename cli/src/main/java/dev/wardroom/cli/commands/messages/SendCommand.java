package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.ConversationChoice;
import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.Texts;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView.LocationView;
import dev.wardroom.client.view.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wardroom send`.
@Command(
    name = "send",
    description = {
      "Send a message, and wait until the server has it on disk.",
      "",
      "The text is Markdown. Without a text on the command line it is read from standard input; with --file or"
          + " --location it is the caption and may be left out."
    })
public final class SendCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private ConversationChoice conversation = new ConversationChoice();

  @Option(names = "--file", paramLabel = "PATH", description = "Send a file, encrypted.")
  private @Nullable Path file;

  @Option(
      names = "--voice-memo",
      paramLabel = "TIME",
      description = "The file is a voice memo of this length, for example 42s.")
  private @Nullable Duration voice;

  @Option(
      names = "--location",
      paramLabel = "LAT,LON",
      description = "Send a place, for example 52.52,13.405.")
  private @Nullable String location;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "Delete it everywhere this long after sending. Default: the conversation's.")
  private @Nullable Duration expires;

  @Option(
      names = "--burn",
      paramLabel = "TIME",
      description = "Delete it everywhere this long after reading. Default: the conversation's.")
  private @Nullable Duration burn;

  @Option(names = "--reply-to", paramLabel = "ID", description = "The message that it answers.")
  private @Nullable String replyTo;

  @Option(
      names = "--mention",
      paramLabel = "USER",
      description =
          "Mention a person, or 'everyone'. The text must contain @USER; may be repeated.")
  private List<String> mentions = List.of();

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "The text; - for standard input.")
  private List<String> words = List.of();

  public SendCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    Draft draft = draft();
    try (Session session = home.open()) {
      Draft addressed =
          replyTo == null
              ? draft
              : draft.withReplyTo(session.messages().resolve(replyTo).message());
      Progress progress = file == null ? Progress.none() : home.output().progress();
      return Sent.await(
          home,
          session,
          session
              .messages()
              .send(conversation.resolve(session).conversation(), addressed, progress));
    }
  }

  private Draft draft() {
    boolean captionOnly = (file != null || location != null) && words.isEmpty();
    Draft draft = Draft.text(captionOnly ? "" : new Texts(home.shell()).read(words));
    if (file != null) {
      draft = draft.withFile(checked(file), voice == null ? 0 : Math.toIntExact(voice.toMillis()));
    } else if (voice != null) {
      throw new ClientException(Kind.USAGE, "--voice-memo needs --file with the recording.");
    }
    if (location != null) {
      draft = draft.withLocation(place(location));
    }
    draft = expires == null ? draft : draft.withTtl(Math.toIntExact(expires.toSeconds()));
    draft = burn == null ? draft : draft.withBurn(Math.toIntExact(burn.toSeconds()));
    return mentions.isEmpty() ? draft : draft.withMentions(names());
  }

  private List<String> names() {
    return mentions.stream().map(name -> name.startsWith("@") ? name.substring(1) : name).toList();
  }

  private static Path checked(Path path) {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new ClientException(Kind.USAGE, "There is no file to read at " + path + ".");
    }
    return path.toAbsolutePath().normalize();
  }

  private static LocationView place(String text) {
    String[] parts = text.split(",", -1);
    Optional<Double> latitude = parts.length == 2 ? degrees(parts[0], 90) : Optional.empty();
    Optional<Double> longitude = parts.length == 2 ? degrees(parts[1], 180) : Optional.empty();
    if (latitude.isEmpty() || longitude.isEmpty()) {
      throw new ClientException(
          Kind.USAGE,
          "'" + text + "' is no place. Write latitude,longitude in degrees: 52.52,13.405");
    }
    return new LocationView(latitude.get(), longitude.get(), 0, "");
  }

  private static Optional<Double> degrees(String text, double max) {
    try {
      double value = Double.parseDouble(text.strip());
      return Math.abs(value) <= max ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }
}

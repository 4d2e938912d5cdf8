package dev.wardroom.client.exports;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Conversations;
import dev.wardroom.client.Exports;
import dev.wardroom.client.Files;
import dev.wardroom.client.Messages;
import dev.wardroom.client.files.FilesRoom;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Writes a home's messages to a folder.
public final class ExportsRoom implements Exports {

  private static final int PAGE = 500;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Engine engine;
  private final Conversations conversations;
  private final Messages messages;
  private final Files files;

  public ExportsRoom(Engine engine, Conversations conversations, Messages messages, Files files) {
    this.engine = engine;
    this.conversations = conversations;
    this.messages = messages;
    this.files = files;
  }

  @Override
  public Exported export(
      Path folder, Optional<ConversationRef> conversation, boolean withFiles, Progress progress) {
    Path target = folder.toAbsolutePath();
    try {
      prepare(target);
      List<ConversationView> exported =
          conversation.isPresent()
              ? List.of(conversations.get(conversation.get()))
              : conversations.list();
      java.nio.file.Files.writeString(
          target.resolve("conversations.json"),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(exported) + "\n");
      return write(target, exported, withFiles, progress);
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.USAGE, "cannot write to " + target + ": " + e.getMessage(), e);
    }
  }

  private static void prepare(Path target) throws IOException {
    java.nio.file.Files.createDirectories(target);
    try (Stream<Path> inside = java.nio.file.Files.list(target)) {
      if (inside.findAny().isPresent()) {
        throw new ClientException(
            ClientException.Kind.REFUSED, target + " is not empty: give a new folder");
      }
    }
    if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      java.nio.file.Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private Exported write(
      Path target, List<ConversationView> exported, boolean withFiles, Progress progress)
      throws IOException {
    Counts counts = new Counts();
    long total = engine.local().db().tx(tx -> tx.number("select count(*) as n from message"));
    try (BufferedWriter lines =
            java.nio.file.Files.newBufferedWriter(target.resolve("messages.jsonl"));
        BufferedWriter page = java.nio.file.Files.newBufferedWriter(target.resolve("index.html"))) {
      page.write(ExportPage.head(engine.me().username()));
      for (ConversationView conversation : exported) {
        page.write(ExportPage.conversation(conversation));
        for (MessageView message : all(conversation.conversation())) {
          Optional<String> file =
              withFiles && message.file().isPresent()
                  ? file(target, message, counts)
                  : Optional.empty();
          lines.write(JSON.writeValueAsString(line(message, file)) + "\n");
          page.write(ExportPage.message(message, file));
          counts.messages++;
          progress.at("Exporting", counts.messages, Math.max(total, counts.messages));
        }
      }
      page.write(ExportPage.FOOT);
    }
    return new Exported(counts.messages, counts.files, counts.missing);
  }

  /// What was written so far.
  private static final class Counts {
    private long messages;
    private long files;
    private long missing;
  }

  /// Oldest first.
  private List<MessageView> all(ConversationRef conversation) {
    List<MessageView> all = new ArrayList<>();
    Optional<MessageRef> before = Optional.empty();
    while (true) {
      List<MessageView> page = messages.history(conversation, before, PAGE);
      all.addAll(0, page);
      if (page.size() < PAGE) {
        return all;
      }
      before = Optional.of(page.getFirst().message());
    }
  }

  private Optional<String> file(Path target, MessageView message, Counts counts)
      throws IOException {
    Path folder = target.resolve("files");
    java.nio.file.Files.createDirectories(folder);
    String name =
        message.message().text() + "-" + FilesRoom.safeName(message.file().orElseThrow().name());
    try {
      files.get(message.message(), folder.resolve(name), true, Progress.none());
      counts.files++;
      return Optional.of("files/" + name);
    } catch (ClientException e) {
      if (e.kind() == ClientException.Kind.UNREACHABLE) {
        throw e;
      }
      counts.missing++;
      return Optional.empty();
    }
  }

  private static Map<String, Object> line(MessageView message, Optional<String> file) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("message", message.message().text());
    line.put("conversation", message.conversation().text());
    line.put("number", message.number());
    line.put("from", message.from().username());
    line.put("fromName", message.from().shownName());
    line.put("sentAt", message.sentAt());
    message.acceptedAt().ifPresent(at -> line.put("acceptedAt", at));
    line.put("kind", message.kind().text());
    line.put("text", message.text());
    message.editedAt().ifPresent(at -> line.put("editedAt", at));
    line.put("recalled", message.recalled());
    message.replyTo().ifPresent(quote -> line.put("replyTo", quote.message().text()));
    line.put(
        "reactions",
        message.reactions().stream()
            .map(each ->
                Map.of(
                    "emoji",
                    each.emoji(),
                    "by",
                    each.by().stream().map(person -> person.username()).toList()))
            .toList());
    message.file().ifPresent(each -> line.put("fileName", each.name()));
    file.ifPresent(path -> line.put("file", path));
    message.location().ifPresent(place -> line.put("location", place));
    message.expiresAt().ifPresent(at -> line.put("expiresAt", at));
    line.put("starred", message.starred());
    return line;
  }
}

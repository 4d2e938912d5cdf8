package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Exports.Exported;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom export`.
@Command(
    name = "export",
    description = {
      "Write all messages in the clear: messages.jsonl, conversations.json, a readable index.html and files/.",
      "Whoever can read the folder can read the messages."
    })
public final class ExportCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write; must be empty or not there yet.")
  private Path out = Path.of("export");

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "Only this conversation: id, unique beginning of an id, or title.")
  private @Nullable String conversation;

  @Option(names = "--no-files", description = "Leave out files that are not on this device yet.")
  private boolean noFiles;

  public ExportCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.openFresh()) {
      Optional<ConversationRef> only =
          Optional.ofNullable(conversation)
              .map(id -> session.conversations().resolve(id).conversation());
      Path folder = out.toAbsolutePath().normalize();
      Exported exported =
          session.exports().export(folder, only, !noFiles, home.output().progress());
      home.output()
          .result(
              Json.of("folder", folder.toString())
                  .with("messages", exported.messages())
                  .with("files", exported.files())
                  .with("missingFiles", exported.missingFiles()),
              words(exported, folder));
      return 0;
    }
  }

  private static String words(Exported exported, Path folder) {
    String missing =
        exported.missingFiles() == 0
            ? ""
            : " (" + exported.missingFiles() + " files are gone from the server)";
    return exported.messages()
        + " messages and "
        + exported.files()
        + " files in "
        + folder
        + missing;
  }
}

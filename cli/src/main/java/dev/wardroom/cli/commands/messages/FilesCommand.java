package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.MessageChoice;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.MessageRef;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom files`: groups the commands about files.
@Command(name = "files", description = "Files of messages.", subcommands = FilesCommand.Get.class)
public final class FilesCommand {
  /// `wardroom files get`.
  @Command(
      name = "get",
      description = {
        "Download, check and decrypt the file of a message.",
        "A download that was broken off goes on where it stopped."
      })
  public static final class Get implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Mixin private MessageChoice message = new MessageChoice();

    @Option(
        names = "--out",
        paramLabel = "PATH",
        required = true,
        description = "The file to write, or a folder to write it into under its own name.")
    private Path out = Path.of(".");

    @Option(names = "--overwrite", description = "Replace a file that is there.")
    private boolean overwrite;

    public Get(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        MessageRef wanted = message.resolve(session);
        Path written =
            session
                .files()
                .get(wanted, out.toAbsolutePath().normalize(), overwrite, home.output().progress());
        home.output()
            .result(
                Json.of("message", wanted).with("path", written.toString()), written.toString());
        return 0;
      }
    }
  }
}

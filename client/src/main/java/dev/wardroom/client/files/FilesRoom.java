package dev.wardroom.client.files;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.session.Refs;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.Progress;
import dev.wardroom.schema.v1.File;
import dev.wardroom.wire.id.MessageId;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of messages.
public final class FilesRoom implements dev.wardroom.client.Files {

  private static final int NAME_CHARACTERS_MAX = 200;

  private final Engine engine;
  private final Downloads downloads;

  public FilesRoom(Engine engine) {
    this.engine = engine;
    this.downloads = new Downloads(engine.local(), engine.me(), engine.api());
  }

  @Override
  public Path get(MessageRef message, Path out, boolean overwrite, Progress progress) {
    return Refs.call(() -> {
      MessageId id = Refs.id(message);
      StoredMessage stored =
          engine
              .local()
              .db()
              .tx(tx -> engine.messages().find(tx, id))
              .orElseThrow(() -> Refs.notFound("there is no such message here"));
      File file =
          stored
              .content()
              .filter(content -> content.hasFile() && !stored.recalled())
              .map(content -> content.getFile())
              .orElseThrow(() -> Refs.notFound("this message has no file"));
      Path target =
          (Files.isDirectory(out) ? out.resolve(safeName(file.getName())) : out).toAbsolutePath();
      if (Files.exists(target) && !overwrite) {
        throw new ClientException(
            ClientException.Kind.REFUSED,
            target + " is there already: choose another name, or overwrite it");
      }
      downloads.download(file, target, overwrite, progress);
      engine
          .local()
          .db()
          .write(tx -> engine.messages().setLocalPath(tx, stored, target.toString()));
      return target;
    });
  }

  /// The sender chose the name: nothing in it may lead out of the folder or hide the file.
  public static String safeName(String name) {
    String plain = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]", "_").strip();
    String visible = plain.replaceAll("^\\.+", "_");
    String cut =
        visible.length() <= NAME_CHARACTERS_MAX
            ? visible
            : visible.substring(visible.length() - NAME_CHARACTERS_MAX);
    return cut.isBlank() ? "file" : cut;
  }
}

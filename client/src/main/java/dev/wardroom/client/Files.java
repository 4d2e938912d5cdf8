package dev.wardroom.client;

import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;

/// Files of messages. (Sending one is [Messages#send].)
public interface Files {

  /// Downloads, checks and decrypts the file of a message. A broken download goes on where it
  /// stopped.
  ///
  /// @param out the file to write, or a folder to write it into under its own name (made safe)
  /// @param overwrite false: refuses when the file is there
  /// @return where it was written
  Path get(MessageRef message, Path out, boolean overwrite, Progress progress);
}

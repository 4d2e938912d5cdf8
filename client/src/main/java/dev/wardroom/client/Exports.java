package dev.wardroom.client;

import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;
import java.util.Optional;

/// Taking everything out of the home folder, in the clear.
public interface Exports {

  /// Writes `messages.jsonl` (one object a line), `conversations.json`, a readable `index.html` and
  /// `files/`.
  ///
  /// @param folder empty or not there yet; made 0700
  /// @param conversation absent = all
  /// @param withFiles downloads files that are not here yet
  Exported export(
      Path folder, Optional<ConversationRef> conversation, boolean withFiles, Progress progress);

  /// @param missingFiles that the server no longer has
  record Exported(long messages, long files, long missingFiles) {}
}

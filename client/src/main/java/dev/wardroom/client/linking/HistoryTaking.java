package dev.wardroom.client.linking;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import dev.wardroom.client.files.Downloads;
import dev.wardroom.client.inbox.HistoryItems;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.store.Vault;
import dev.wardroom.client.view.Progress;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.schema.v1.ConversationSummary;
import dev.wardroom.schema.v1.File;
import dev.wardroom.wire.ProtocolException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Takes the history that an old device handed over. An item that does not hold is left out, and
/// told.
final class HistoryTaking {

  private final Engine engine;

  HistoryTaking(Engine engine) {
    this.engine = engine;
  }

  void take(File file, byte[] key, long messages, Progress progress) throws ProtocolException {
    Path path = engine.local().files().resolve("history-" + java.util.UUID.randomUUID());
    try {
      for (ConversationSummary summary : engine.log().summaries()) {
        engine.log().learn(summary);
      }
      engine.learnNames();
      new Downloads(engine.local(), engine.me(), engine.api()).download(file, path, true, progress);
      read(path, new Vault(key), messages, progress);
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.HOME, "cannot read the history: " + e.getMessage(), e);
    } finally {
      delete(path);
    }
  }

  private void read(Path path, Vault vault, long messages, Progress progress)
      throws IOException, ProtocolException {
    HistoryItems.Taking taking = new HistoryItems.Taking(engine.inboxParts());
    long left = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      for (long index = 0; ; index++) {
        Optional<HistoryRecords.Entry> record = HistoryRecords.read(in, vault, index);
        progress.at("Taking history in", index, messages);
        if (record.isEmpty()) {
          break;
        }
        left += taken(taking, record.get()) ? 0 : 1;
      }
    }
    if (left > 0) {
      engine.warn(
          Optional.empty(),
          WarningView.Kind.REFUSED,
          left + " messages of the history do not hold, and were left out.");
    }
    engine.news().publish(new Events.Event.Resync());
  }

  private static boolean taken(HistoryItems.Taking taking, HistoryRecords.Entry record) {
    try {
      taking.take(
          new HistoryItems.Item(
              record.number(),
              record.acceptedAt(),
              record.readAt(),
              record.starred(),
              record.item()));
      return true;
    } catch (ProtocolException e) {
      return false;
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.HOME, "cannot remove " + path + ": remove it yourself", e);
    }
  }
}

package dev.wardroom.client.session;

import dev.wardroom.client.Accounts;
import dev.wardroom.client.Arrivals;
import dev.wardroom.client.Conversations;
import dev.wardroom.client.Devices;
import dev.wardroom.client.Directory;
import dev.wardroom.client.Events;
import dev.wardroom.client.Exports;
import dev.wardroom.client.Files;
import dev.wardroom.client.Invitations;
import dev.wardroom.client.Messages;
import dev.wardroom.client.Session;
import dev.wardroom.client.Verification;
import dev.wardroom.client.exports.ExportsRoom;
import dev.wardroom.client.files.FilesRoom;
import dev.wardroom.client.files.Uploads;
import dev.wardroom.client.handover.OwnerDoor;
import dev.wardroom.client.linking.DevicesRoom;
import dev.wardroom.client.store.HomeFolder;
import dev.wardroom.client.view.ConnectionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A session whose engine runs here, and its door for other processes.
public final class LocalSession implements Session {

  private final Engine engine;
  private final HomeFolder.Ownership ownership;
  private final OwnerDoor door;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Accounts accounts;
  private final Directory directory;
  private final Conversations conversations;
  private final Messages messages;
  private final Arrivals arrivals;
  private final Files files;
  private final Devices devices;
  private final Invitations invitations;
  private final Verification verification;
  private final Exports exports;

  /// @param proof what other processes must know
  public LocalSession(Engine engine, HomeFolder.Ownership ownership, byte[] proof, Path socket) {
    this.engine = engine;
    this.ownership = ownership;
    OwnStates ownStates = new OwnStates(engine);
    Uploads uploads = new Uploads(engine.local(), engine.me(), engine.api());
    this.accounts = new AccountsRoom(engine);
    this.directory = new DirectoryRoom(engine, ownStates);
    this.conversations = new ConversationsRoom(engine, engine.coordinator(), ownStates);
    this.messages = new MessagesRoom(engine, engine.coordinator(), ownStates, uploads);
    this.arrivals = new ArrivalsRoom(engine);
    this.files = new FilesRoom(engine);
    this.devices = new DevicesRoom(engine, uploads);
    this.invitations = new InvitationsRoom(engine);
    this.verification = new VerificationRoom(engine, ownStates);
    this.exports = new ExportsRoom(engine, conversations, messages, files);
    engine.start();
    this.door = OwnerDoor.open(this, proof, socket);
  }

  /// For linking, which fills a new home in the process that made it.
  public Engine engine() {
    return engine;
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public Conversations conversations() {
    return conversations;
  }

  @Override
  public Messages messages() {
    return messages;
  }

  @Override
  public Arrivals arrivals() {
    return arrivals;
  }

  @Override
  public Files files() {
    return files;
  }

  @Override
  public Devices devices() {
    return devices;
  }

  @Override
  public Invitations invitations() {
    return invitations;
  }

  @Override
  public Verification verification() {
    return verification;
  }

  @Override
  public Exports exports() {
    return exports;
  }

  @Override
  public Events events() {
    return engine.news();
  }

  @Override
  public ConnectionState connection() {
    return engine.connection().state();
  }

  @Override
  public void catchUp(Duration patience) {
    Refs.run(() -> engine.connection().catchUp(patience));
  }

  @Override
  public void stayConnected() {
    Refs.run(() -> engine.connection().stayConnected());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        door.close();
      } finally {
        try {
          engine.close();
        } finally {
          ownership.close();
        }
      }
    }
  }
}

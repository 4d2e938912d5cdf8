package dev.wardroom.server.app;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.wardroom.server.admin.backup.BackupCommand;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.conversations.ConversationsRoutes;
import dev.wardroom.server.directory.ListChanged;
import dev.wardroom.server.directory.PersonSuspended;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.files.FilesLimits;
import dev.wardroom.server.files.FilesRoom;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.server.mailbox.Mailbox;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.server.mailbox.MailboxRoutes;
import dev.wardroom.server.mailbox.presence.Presences;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// All domains of the server, wired by hand.
public final class Wiring implements Composition {

  @Override
  public List<Limit> limits() {
    return Stream.of(
            AppLimits.ALL, EdgeLimits.ALL, PeopleRooms.limits(), MailboxLimits.ALL, FilesLimits.ALL)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Composed compose(Ground ground) {
    PeopleRooms people = new PeopleRooms(ground);
    DirectoryAnswers answers = new DirectoryAnswers(people);
    Conversations conversations = new Conversations(ground.kernel(), answers);
    tellConversations(ground.kernel().events(), conversations);
    Mailbox mailbox =
        new Mailbox(ground.kernel(), conversations, answers, answers, people.quotas());
    new ConversationsRoutes(conversations, mailbox::counters).register(ground.routes());
    new MailboxRoutes(mailbox).register(ground.routes());
    mailbox.delivery().start();
    FilesRoom files =
        FilesRoom.wire(
            ground.kernel(),
            ground.routes(),
            people.quotas(),
            (tx, device, conversation) ->
                conversations
                    .current(tx, new Audience.Name(device.network(), conversation))
                    .flatMap(current -> current.audience().place(device.device()))
                    .isPresent());
    BackupCommand.register(ground.kernel(), files, ground.commands());
    ground.closing().accept(files);
    ground.closing().accept(mailbox.delivery());
    List<FileDescriptor> services = new ArrayList<>(PeopleRooms.SERVICES);
    services.add(dev.wardroom.schema.v1.Conversations.getDescriptor());
    services.add(dev.wardroom.schema.v1.Mailbox.getDescriptor());
    services.add(dev.wardroom.schema.v1.Files.getDescriptor());
    return new Composed(
        services,
        people.authenticator(),
        mailbox.delivery().deliveries(),
        new Presences(
            conversations, ground.live(), ground.kernel().rates(), ground.kernel().events()),
        people::begin);
  }

  /// Who may read what changes in the transaction that changes a device list.
  private static void tellConversations(Events events, Conversations conversations) {
    events.within(
        ListChanged.class,
        (tx, change) ->
            conversations.deviceListChanged(
                tx, change.network(), change.user(), Set.copyOf(change.removed())));
    events.within(
        PersonSuspended.class,
        (tx, change) ->
            conversations.deviceListChanged(tx, change.network(), change.user(), Set.of()));
  }
}

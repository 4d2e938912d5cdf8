package dev.wardroom.server.mailbox;

import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.conversations.AppendResult;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.server.networks.quotas.Quotas;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import java.util.List;
import java.util.Set;

/// Conversations and mailboxes on a real store, with people from [TestPeople].
public final class TestWorld {
  public final Kernel kernel;
  public final TestPeople people;
  public final TestLogs logs;
  public final Conversations conversations;
  public final Mailbox mailbox;
  public final Quotas quotas;
  public final TestMail mail;

  public TestWorld(Kernel kernel) {
    this.kernel = kernel;
    this.people = new TestPeople(kernel.clock());
    this.logs = new TestLogs(people, kernel.clock());
    this.conversations = new Conversations(kernel, people);
    this.quotas = new Quotas(kernel, new Audit(kernel.clock()));
    this.mailbox = new Mailbox(kernel, conversations, people, people, quotas);
    this.mail = new TestMail(people, conversations, kernel.clock());
  }

  public ConversationId create(ConversationKind kind, Person founder, Person... others) {
    TestLogs.First first = logs.first(kind, founder, others);
    AppendResult result = conversations.create(people.caller(founder.device(0)), first.signed());
    return switch (result) {
      case AppendResult.Accepted(ConversationId id, long _, long _) -> id;
      case AppendResult.Existing(ConversationId id) -> id;
      case AppendResult.HeadMoved _ -> throw new IllegalStateException("moved");
    };
  }

  public LeaseId lease(Device sender, ConversationId conversation) {
    Mailbox.Claimed claimed = mailbox.claim(people.caller(sender), conversation, List.of());
    mail.claimed(claimed);
    return claimed.lease().lease();
  }

  public SendResult send(Device sender, SendRequest request) {
    return mailbox.send(people.caller(sender), request);
  }

  /// Everything that waits, without acknowledging.
  public List<Item> waiting(Device device) {
    return mailbox.fetch(people.caller(device), 256, 0).items();
  }

  /// Acknowledges and writes at once, as the worker would in half a second.
  public void acknowledge(Device device, ConversationId conversation, long number) {
    mailbox.acknowledge(people.caller(device), conversation, number);
    mailbox.delivery().acknowledgements().write();
  }

  public void listChanged(Person person, DeviceId... removed) {
    kernel
        .db()
        .tx(tx -> {
          conversations.deviceListChanged(tx, people.network(), person.id(), Set.of(removed));
          return true;
        });
  }
}

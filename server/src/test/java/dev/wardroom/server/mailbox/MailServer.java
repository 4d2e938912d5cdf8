package dev.wardroom.server.mailbox;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.SetPresence;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.server.app.Composition;
import dev.wardroom.server.conversations.ConversationsRoutes;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.edge.Caller;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.socket.Ephemerals;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The real conversations and mailboxes behind the real doors, with people from [TestWorld]: a
/// device signs in with a token that the test gives it.
final class MailServer implements Composition {
  private final Map<String, Caller.SignedInDevice> tokens = new ConcurrentHashMap<>();
  private @Nullable TestWorld world;

  TestWorld world() {
    return Optional.ofNullable(world).orElseThrow();
  }

  /// A token that signs the device in.
  String token(Device device) {
    String token = device.id().toString();
    tokens.put(
        token,
        new Caller.SignedInDevice(
            world().people.network(),
            device.user(),
            device.id(),
            Bytes.of(device.id().toArray()),
            Long.MAX_VALUE));
    return token;
  }

  @Override
  public List<Limit> limits() {
    return EdgeLimits.ALL;
  }

  @Override
  public Composed compose(Ground ground) {
    TestWorld made = new TestWorld(ground.kernel());
    world = made;
    new ConversationsRoutes(made.conversations, made.mailbox::counters).register(ground.routes());
    new MailboxRoutes(made.mailbox).register(ground.routes());
    made.mailbox.delivery().start();
    ground.closing().accept(made.mailbox.delivery());
    return new Composed(
        List.of(
            dev.wardroom.schema.v1.Conversations.getDescriptor(),
            dev.wardroom.schema.v1.Mailbox.getDescriptor()),
        this::authenticate,
        made.mailbox.delivery().deliveries(),
        new Unheard(),
        url -> new Begun("n", Optional.empty()));
  }

  private Caller authenticate(String token, String address) {
    Caller known = tokens.get(token);
    if (known == null) {
      throw new Refusal(Reason.REASON_NOT_SIGNED_IN, "No such token.");
    }
    return known;
  }

  private static final class Unheard implements Ephemerals {
    @Override
    public void typing(LiveDevice from, Typing typing) {
      from.typing(typing.toBuilder().setUserId(ByteString.EMPTY).build());
    }

    @Override
    public void presence(LiveDevice from, SetPresence presence) {
      from.presence(dev.wardroom.schema.v1.Presence.getDefaultInstance());
    }
  }
}

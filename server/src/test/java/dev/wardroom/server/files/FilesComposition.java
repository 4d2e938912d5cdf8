package dev.wardroom.server.files;

import dev.wardroom.schema.v1.Files;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.app.Composition;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.edge.Caller;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.socket.DeliveryReader;
import dev.wardroom.server.edge.socket.Ephemerals;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.server.networks.quotas.Quotas;
import dev.wardroom.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A server that has only files, with people and conversations made up by the test.
final class FilesComposition implements Composition {
  private final Map<String, Caller.SignedInDevice> devices = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Bytes, List<Caller.SignedInDevice>> members =
      new ConcurrentHashMap<>();
  private @Nullable Kernel kernel;
  private @Nullable Quotas quotas;

  Quotas quotas() {
    return Optional.ofNullable(quotas).orElseThrow();
  }

  @Override
  public List<Limit> limits() {
    return Stream.of(EdgeLimits.ALL, FilesLimits.ALL).flatMap(List::stream).toList();
  }

  @Override
  public Composed compose(Ground ground) {
    kernel = ground.kernel();
    Quotas limited = new Quotas(ground.kernel(), new Audit(ground.kernel().clock()));
    quotas = limited;
    FilesRoom.wire(
        ground.kernel(),
        ground.routes(),
        limited,
        (tx, device, conversation) ->
            members.getOrDefault(conversation.bytes(), List.of()).stream()
                .anyMatch(member -> sameUser(member, device)));
    return new Composed(
        List.of(Files.getDescriptor()),
        (token, address) ->
            Optional.ofNullable(devices.get(token)).orElseThrow(FilesComposition::stranger),
        (device, live) -> noMailbox(),
        new Silence(),
        url -> new Begun("none", Optional.empty()));
  }

  void signIn(String token, Caller.SignedInDevice device) {
    devices.put(token, device);
  }

  void conversation(byte[] id, Caller.SignedInDevice... with) {
    members.put(Bytes.of(id), List.of(with));
  }

  private static boolean sameUser(Caller.SignedInDevice one, Caller.SignedInDevice other) {
    return one.network().equals(other.network()) && one.user().equals(other.user());
  }

  void runWorker(String name) {
    if (kernel == null) {
      throw new IllegalStateException("not started");
    }
    while (kernel.workers().runOnce(name)) {
      // Until nothing is waiting.
    }
  }

  private static DeliveryReader noMailbox() {
    throw new Refusal(Reason.REASON_NOT_FOUND, "This server has no mailboxes.");
  }

  private static Refusal stranger() {
    return new Refusal(Reason.REASON_NOT_SIGNED_IN, "Unknown token.");
  }

  private static final class Silence implements Ephemerals {
    @Override
    public void typing(LiveDevice from, dev.wardroom.schema.v1.Typing typing) {}

    @Override
    public void presence(LiveDevice from, dev.wardroom.schema.v1.SetPresence presence) {}
  }
}

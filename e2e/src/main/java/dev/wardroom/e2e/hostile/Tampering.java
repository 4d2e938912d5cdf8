package dev.wardroom.e2e.hostile;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.wardroom.client.connection.Rpc;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.ServerFrame;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What happens to what passes. Each rule holds until it is closed; rules are applied in the order
/// in which they were made; a rule may throw [Cut]. Thread-safe.
public final class Tampering {

  /// A rule that can be taken back.
  public interface Rule extends AutoCloseable {
    @Override
    void close();
  }

  /// Changes the answer to a call.
  @FunctionalInterface
  public interface Answering {
    /// @param method full name, for example `wardroom.v1.MailboxService/Send`
    byte[] change(String method, byte[] request, byte[] answer);
  }

  /// Sees the bytes of files that pass.
  @FunctionalInterface
  public interface Watching {
    /// @param toServer an upload's direction
    /// @param passed bytes of this transfer so far, heads not counted
    void passed(boolean toServer, long passed);
  }

  /// Sees a call before it reaches the server.
  @FunctionalInterface
  public interface Asking {
    void asked(String method, byte[] request);
  }

  private final List<Answering> answers = new CopyOnWriteArrayList<>();
  private final List<Asking> requests = new CopyOnWriteArrayList<>();
  private final List<Function<ServerFrame, List<ServerFrame>>> toClient =
      new CopyOnWriteArrayList<>();
  private final List<Function<ClientFrame, Optional<ClientFrame>>> toServer =
      new CopyOnWriteArrayList<>();
  private final List<Watching> files = new CopyOnWriteArrayList<>();

  private static <T> Rule added(List<T> rules, T rule) {
    rules.add(rule);
    return () -> rules.remove(rule);
  }

  /// Calls of a method are seen before the server gets them.
  ///
  /// @param seen takes the request's bytes
  public Rule request(Rpc<?, ?> rpc, Consumer<byte[]> seen) {
    return added(
        requests,
        (method, request) -> {
          if (method.equals(rpc.method())) {
            seen.accept(request);
          }
        });
  }

  /// Answers of a method are changed.
  public <R extends Message> Rule answer(Rpc<?, R> rpc, UnaryOperator<R> change) {
    return added(
        answers,
        (method, _, answer) ->
            method.equals(rpc.method()) ? change.apply(parsed(rpc, answer)).toByteArray() : answer);
  }

  private static <R extends Message> R parsed(Rpc<?, R> rpc, byte[] answer) {
    try {
      return rpc.answer().parseFrom(answer);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an answer of the real server", e);
    }
  }

  /// What the mailbox delivers is changed: one item becomes any number of items.
  public Rule items(Function<Item, List<Item>> change) {
    return toClient(frame -> {
      if (!frame.hasItems()) {
        return List.of(frame);
      }
      Items.Builder changed = Items.newBuilder().setCaughtUp(frame.getItems().getCaughtUp());
      frame.getItems().getItemsList().forEach(item -> changed.addAllItems(change.apply(item)));
      return List.of(ServerFrame.newBuilder().setItems(changed).build());
    });
  }

  /// Frames of the server become any number of frames.
  public Rule toClient(Function<ServerFrame, List<ServerFrame>> change) {
    return added(toClient, change);
  }

  /// Frames of the client pass, are changed, or are dropped.
  public Rule toServer(Function<ClientFrame, Optional<ClientFrame>> change) {
    return added(toServer, change);
  }

  /// The bytes of files are counted.
  public Rule files(Watching watching) {
    return added(files, watching);
  }

  void asked(String method, byte[] request) {
    requests.forEach(each -> each.asked(method, request));
  }

  byte[] answered(String method, byte[] request, byte[] answer) {
    byte[] changed = answer;
    for (Answering each : answers) {
      changed = each.change(method, request, changed);
    }
    return changed;
  }

  List<ServerFrame> passing(ServerFrame frame) {
    List<ServerFrame> frames = List.of(frame);
    for (Function<ServerFrame, List<ServerFrame>> each : toClient) {
      frames = frames.stream().flatMap(one -> each.apply(one).stream()).toList();
    }
    return frames;
  }

  Optional<ClientFrame> passing(ClientFrame frame) {
    Optional<ClientFrame> passing = Optional.of(frame);
    for (Function<ClientFrame, Optional<ClientFrame>> each : toServer) {
      passing = passing.flatMap(each);
    }
    return passing;
  }

  void filePassed(boolean towardsServer, long passed) {
    files.forEach(each -> each.passed(towardsServer, passed));
  }
}

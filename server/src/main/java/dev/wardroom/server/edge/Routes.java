package dev.wardroom.server.edge;

import com.google.protobuf.Message;
import dev.wardroom.schema.v1.Auth;
import dev.wardroom.server.kernel.Check;
import java.util.HashMap;
import java.util.Map;

/// Where domains register what answers each method. One object, filled while the server is wired.
///
/// ```java
/// routes.device("MailboxService/Send", SendRequest.getDefaultInstance(), mailbox::send);
/// ```
public final class Routes {
  /// The package of every service.
  public static final String PREFIX = "wardroom.v1.";

  /// Answers anybody.
  @FunctionalInterface
  public interface OpenHandler<Q extends Message, A extends Message> {
    A answer(Caller.Anonymous caller, Q request);
  }

  /// Answers a person who may only add a device.
  @FunctionalInterface
  public interface EnrolmentHandler<Q extends Message, A extends Message> {
    A answer(Caller.Enrolling caller, Q request);
  }

  /// Answers a signed-in device.
  @FunctionalInterface
  public interface DeviceHandler<Q extends Message, A extends Message> {
    A answer(Caller.SignedInDevice device, Q request);
  }

  /// A handler of any kind, types checked by the table at start.
  interface AnyHandler {
    Message answer(Caller caller, Message request);
  }

  record Registered(Auth auth, Message prototype, AnyHandler handler) {}

  private final Map<String, Registered> byMethod = new HashMap<>();
  private final Map<String, StreamRoute> streams = new HashMap<>();

  /// Registers a method that anybody may call.
  ///
  /// @param method for example `AccountService/Register`
  public <Q extends Message, A extends Message> void open(
      String method, Q prototype, OpenHandler<Q, A> handler) {
    Class<Q> type = typeOf(prototype);
    register(
        method,
        new Registered(
            Auth.AUTH_NONE,
            prototype,
            (caller, request) -> handler.answer((Caller.Anonymous) caller, type.cast(request))));
  }

  /// Registers a method for a person who may only add a device.
  public <Q extends Message, A extends Message> void enrolment(
      String method, Q prototype, EnrolmentHandler<Q, A> handler) {
    Class<Q> type = typeOf(prototype);
    register(
        method,
        new Registered(
            Auth.AUTH_ENROLMENT,
            prototype,
            (caller, request) -> handler.answer((Caller.Enrolling) caller, type.cast(request))));
  }

  /// Registers a method for signed-in devices.
  public <Q extends Message, A extends Message> void device(
      String method, Q prototype, DeviceHandler<Q, A> handler) {
    Class<Q> type = typeOf(prototype);
    register(
        method,
        new Registered(
            Auth.AUTH_DEVICE,
            prototype,
            (caller, request) ->
                handler.answer((Caller.SignedInDevice) caller, type.cast(request))));
  }

  /// Registers what answers plain HTTP requests of signed-in devices below a path.
  ///
  /// @param prefix begins and ends with a slash: `/v1/files/`
  public void stream(String prefix, StreamRoute route) {
    Check.that(prefix.startsWith("/") && prefix.endsWith("/"), "a stream's prefix is a folder");
    Check.that(streams.put(prefix, route) == null, "two streams have one prefix");
  }

  Map<String, Registered> byMethod() {
    return Map.copyOf(byMethod);
  }

  /// By prefix.
  public Map<String, StreamRoute> streams() {
    return Map.copyOf(streams);
  }

  private void register(String method, Registered registered) {
    Check.that(byMethod.put(PREFIX + method, registered) == null, "two handlers for " + method);
  }

  @SuppressWarnings("unchecked") // A message's class is the class of its prototype.
  private static <Q extends Message> Class<Q> typeOf(Q prototype) {
    return (Class<Q>) prototype.getClass();
  }
}

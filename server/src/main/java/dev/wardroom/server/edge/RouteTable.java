package dev.wardroom.server.edge;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.Auth;
import dev.wardroom.schema.v1.Options;
import dev.wardroom.schema.v1.Rate;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Check;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.config.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All methods of the schema with who answers them. Building it fails, and with it the start, when
/// a method lacks its auth or rate option, its handler, or bounds on its fields.
public final class RouteTable {
  private final Map<String, Route> routes;
  private final FieldLimits bounds;

  private RouteTable(Map<String, Route> routes, FieldLimits bounds) {
    this.routes = Map.copyOf(routes);
    this.bounds = bounds;
  }

  /// @param files the schema's files with services
  /// @param frames further message types that come in from outside
  public static RouteTable build(
      List<FileDescriptor> files, List<Descriptor> frames, Routes registered, Limits limits) {
    FieldLimits bounds = new FieldLimits();
    Map<String, Route> routes = new HashMap<>();
    Map<String, Routes.Registered> handlers = new HashMap<>(registered.byMethod());
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        for (MethodDescriptor method : service.getMethods()) {
          String name = service.getFullName() + "/" + method.getName();
          Routes.Registered handler = handlers.remove(name);
          if (handler == null) {
            throw new Bug("no handler for " + name);
          }
          routes.put(name, route(name, method, handler, limits));
          bounds.learn(method.getInputType());
        }
      }
    }
    Check.that(handlers.isEmpty(), "handlers for methods that the schema lacks");
    frames.forEach(bounds::learn);
    return new RouteTable(routes, bounds);
  }

  /// The route of a method; refuses an unknown one.
  public Route find(String name) {
    Route route = routes.get(name);
    if (route == null) {
      throw new Refusal(
          Reason.REASON_UNKNOWN_METHOD,
          "This server does not know that method. Upgrade the server or the client.");
    }
    return route;
  }

  /// Refuses a message that breaks the schema's bounds.
  public void checkBounds(Message message) {
    bounds.check(message);
  }

  private static Route route(
      String name, MethodDescriptor method, Routes.Registered handler, Limits limits) {
    Auth auth = method.getOptions().getExtension(Options.auth);
    Rate rate = method.getOptions().getExtension(Options.rate);
    int bytesMax = method.getOptions().getExtension(Options.requestBytesMax);
    Check.that(auth != Auth.AUTH_UNSPECIFIED, "no auth option on " + name);
    Check.that(
        auth == handler.auth(), "the handler of " + name + " is of another kind than its auth");
    Check.that(
        handler.prototype().getDescriptorForType().equals(method.getInputType()),
        "the handler of " + name + " takes another message");
    return new Route(
        name,
        auth,
        rate,
        EdgeLimits.allowance(rate, limits),
        bytesMax == 0 ? EdgeLimits.REQUEST_BYTES_DEFAULT : bytesMax,
        method.getOptions().getExtension(Options.inOrder),
        handler.prototype(),
        handler.handler());
  }
}

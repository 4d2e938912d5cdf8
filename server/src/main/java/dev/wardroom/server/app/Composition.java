package dev.wardroom.server.app;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.wardroom.server.edge.Authenticator;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.edge.socket.Deliveries;
import dev.wardroom.server.edge.socket.Ephemerals;
import dev.wardroom.server.edge.socket.LiveDevices;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.config.Limit;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Which domains a server has. The real one is [Wiring]; tests of the doors bring small ones.
public interface Composition {

  /// The movable limits of all rooms.
  List<Limit> limits();

  /// Wires the domains: handlers into the routes, commands into the admin door, loops into the
  /// workers.
  Composed compose(Ground ground);

  /// What domains are wired from.
  ///
  /// @param publicUrl the address under which clients reach the server
  /// @param closing takes what must be closed when the server stops: after the doors, before the
  ///   store
  record Ground(
      Kernel kernel,
      Routes routes,
      LiveDevices live,
      AdminCommands commands,
      URI publicUrl,
      Consumer<AutoCloseable> closing) {}

  /// What the doors need from the domains.
  ///
  /// @param services the schema's files whose services are served
  record Composed(
      List<FileDescriptor> services,
      Authenticator authenticator,
      Deliveries deliveries,
      Ephemerals ephemerals,
      FirstStart firstStart) {}

  /// Makes the first network when there is none.
  @FunctionalInterface
  interface FirstStart {
    /// Called once the server listens, before it says that it is ready.
    ///
    /// @param url under which clients reach the server
    Begun begin(URI url);
  }

  /// What the ready line tells.
  ///
  /// @param network the first network's id as text
  /// @param ownerInvitation a link, on the first start only
  record Begun(String network, Optional<String> ownerInvitation) {}
}

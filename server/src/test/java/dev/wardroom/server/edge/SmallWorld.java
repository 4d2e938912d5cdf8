package dev.wardroom.server.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.Auth;
import dev.wardroom.schema.v1.Files;
import dev.wardroom.schema.v1.GetInvitationRequest;
import dev.wardroom.schema.v1.GetInvitationResponse;
import dev.wardroom.schema.v1.GetServerRequest;
import dev.wardroom.schema.v1.GetServerResponse;
import dev.wardroom.schema.v1.GetStatementsRequest;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.schema.v1.Networks;
import dev.wardroom.schema.v1.Options;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.app.Composition;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.socket.Ephemerals;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.edge.socket.LiveDevices;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.RequestContext;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.admin.AdminCommand;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Small domains behind the real doors: two services of the schema, one stream, one mailbox in
/// memory.
///
/// Tokens are `device-N`, which signs device N in, `brief-N`, which does so for a second, `once-N`,
/// which is good the first time it is asked about, and `enrolment`.
public final class SmallWorld implements Composition {
  final FakeMailbox mailbox = new FakeMailbox();
  final Semaphore slowCalls = new Semaphore(0);
  private final Set<String> askedAbout = ConcurrentHashMap.newKeySet();
  private LiveDevices live = new LiveDevices();

  static SignedInDevice device(int number) {
    byte[] id = new byte[16];
    id[14] = (byte) (number >> 8);
    id[15] = (byte) number;
    return new SignedInDevice(
        NetworkId.of(new byte[16]), UserId.of(id), DeviceId.of(id), Bytes.of(id), Long.MAX_VALUE);
  }

  LiveDevices live() {
    return live;
  }

  @Override
  public List<Limit> limits() {
    return EdgeLimits.ALL;
  }

  @Override
  public Composed compose(Ground ground) {
    live = ground.live();
    Routes routes = ground.routes();
    Set<String> own = new HashSet<>();
    routes.open("NetworkService/GetServer", GetServerRequest.getDefaultInstance(), this::getServer);
    routes.open(
        "NetworkService/GetInvitation",
        GetInvitationRequest.getDefaultInstance(),
        this::getInvitation);
    routes.device(
        "NetworkService/GetStatements",
        GetStatementsRequest.getDefaultInstance(),
        this::getStatements);
    own.addAll(List.of("GetServer", "GetInvitation", "GetStatements"));
    List<FileDescriptor> services = List.of(Networks.getDescriptor(), Files.getDescriptor());
    echoTheRest(routes, services, own);
    routes.stream("/v1/files/", this::stream);
    ground
        .commands()
        .add(
            new AdminCommand(
                "greet",
                "--name NAME",
                "Says hello.",
                (arguments, output) -> {
                  String name = arguments.required("name");
                  arguments.requireNothingElse();
                  output.progress("greeting", 1, 1);
                  output.line("Hello, " + name, Map.of("hello", name));
                }));
    return new Composed(
        services, this::authenticate, mailbox, new Echo(), url -> new Begun("n", Optional.empty()));
  }

  private Caller authenticate(String token, String address) {
    if (token.startsWith("device-")) {
      return device(Integer.parseInt(token.substring("device-".length())));
    }
    if (token.startsWith("brief-")) {
      SignedInDevice device = device(Integer.parseInt(token.substring("brief-".length())));
      return new SignedInDevice(
          device.network(),
          device.user(),
          device.device(),
          device.session(),
          System.currentTimeMillis() + 1_000);
    }
    if (token.startsWith("once-") && askedAbout.add(token)) {
      return device(Integer.parseInt(token.substring("once-".length())));
    }
    if (token.equals("enrolment")) {
      return new Caller.Enrolling(device(1).network(), device(1).user(), Bytes.of(new byte[] {1}));
    }
    throw Dispatcher.notSignedIn();
  }

  private GetServerResponse getServer(Caller.Anonymous caller, GetServerRequest request) {
    return GetServerResponse.newBuilder().setVersion(caller.address()).setVersionMax(1).build();
  }

  private GetInvitationResponse getInvitation(
      Caller.Anonymous caller, GetInvitationRequest request) {
    return switch (request.getSecret().byteAt(0)) {
      case 1 -> throw new Refusal(Reason.REASON_SIGN_IN_REFUSED, "No such invitation.");
      case 2 -> throw new Bug("planted");
      case 3 -> throw new TemporaryFailure("planted", null);
      case 4 -> throw new Refusal(Reason.REASON_TOO_MANY, Duration.ofMillis(1500), "Wait.");
      case 5 -> {
        slowCalls.acquireUninterruptibly();
        yield GetInvitationResponse.getDefaultInstance();
      }
      case 6 ->
          RequestContext.awaiting(() -> {
            slowCalls.acquireUninterruptibly();
            return GetInvitationResponse.getDefaultInstance();
          });
      default -> GetInvitationResponse.newBuilder().setNetworkName("Öl und Söhne").build();
    };
  }

  private GetStatementsResponse getStatements(SignedInDevice device, GetStatementsRequest request) {
    return GetStatementsResponse.newBuilder()
        .addStatementsSigned(ByteString.copyFrom(device.device().bytes().toArray()))
        .addStatementsSigned(ByteString.copyFrom(new byte[(int) request.getFromVersion()]))
        .build();
  }

  /// `PUT` counts bytes; `GET n` writes n bytes; `GET file` sends a file.
  private void stream(StreamExchange exchange) throws IOException {
    switch (exchange.method()) {
      case "PUT" -> {
        long size = exchange.body().transferTo(OutputStream.nullOutputStream());
        exchange.answer(204, Map.of("Upload-Offset", Long.toString(size)));
      }
      case "HEAD" -> exchange.answer(200, Map.of("Content-Length", exchange.path()));
      case "GET" -> {
        Optional<String> file = exchange.query("file");
        if (file.isPresent()) {
          java.nio.file.Path path = java.nio.file.Path.of(file.get());
          exchange.answerFile(206, Map.of(), path, 3, java.nio.file.Files.size(path) - 3);
          return;
        }
        long size = Long.parseLong(exchange.path());
        byte[] part = new byte[256 * 1024];
        try (OutputStream out = exchange.answer(200, Map.of(), size)) {
          for (long left = size; left > 0; left -= part.length) {
            out.write(part, 0, (int) Math.min(left, part.length));
          }
        }
      }
      default -> throw new Refusal(Reason.REASON_NOT_FOUND, "Not here.");
    }
  }

  private static void echoTheRest(Routes routes, List<FileDescriptor> services, Set<String> own) {
    services.stream()
        .flatMap(file -> file.getServices().stream())
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> !own.contains(method.getName()))
        .forEach(method -> echo(routes, method));
  }

  private static void echo(Routes routes, MethodDescriptor method) {
    String name = method.getService().getName() + "/" + method.getName();
    Message answer = prototype(method.getOutputType().getName());
    Auth auth = method.getOptions().getExtension(Options.auth);
    assert auth == Auth.AUTH_DEVICE;
    routes.device(name, prototype(method.getInputType().getName()), (device, request) -> answer);
  }

  private static Message prototype(String name) {
    try {
      return (Message)
          Class.forName("dev.wardroom.schema.v1." + name)
              .getMethod("getDefaultInstance")
              .invoke(null);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Sends typing and presence back to whoever sent it.
  private static final class Echo implements Ephemerals {
    @Override
    public void typing(LiveDevice from, dev.wardroom.schema.v1.Typing typing) {
      from.typing(
          typing.toBuilder()
              .setUserId(ByteString.copyFrom(from.device().user().bytes().toArray()))
              .build());
    }

    @Override
    public void presence(LiveDevice from, dev.wardroom.schema.v1.SetPresence presence) {
      from.presence(
          dev.wardroom.schema.v1.Presence.newBuilder().setState(presence.getState()).build());
    }
  }
}

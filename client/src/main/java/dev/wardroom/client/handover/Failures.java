package dev.wardroom.client.handover;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/// The one place where what can go wrong inside becomes what is told outside.
public final class Failures {

  private Failures() {}

  public static ClientException of(@Nullable Throwable thrown) {
    return switch (thrown) {
      case ClientException known -> known;
      case Refused refused ->
          new ClientException(
              ClientException.Kind.REFUSED, String.valueOf(refused.getMessage()), refused);
      case Unreachable unreachable ->
          new ClientException(
              ClientException.Kind.UNREACHABLE,
              String.valueOf(unreachable.getMessage()),
              unreachable);
      case ProtocolException broken ->
          new ClientException(
              ClientException.Kind.NOT_AUTHENTIC,
              "the server gave something that does not hold ("
                  + broken.error()
                  + "): nothing was sent; tell your administrator",
              broken);
      case StoreFailure failure ->
          new ClientException(
              ClientException.Kind.HOME,
              "the home folder cannot be used: " + failure.getMessage(),
              failure);
      case null -> new ClientException(ClientException.Kind.BUG, "a fault of this program");
      default ->
          new ClientException(
              ClientException.Kind.BUG,
              "a fault of this program ("
                  + thrown.getClass().getSimpleName()
                  + "): please report it with what you did",
              thrown);
    };
  }
}

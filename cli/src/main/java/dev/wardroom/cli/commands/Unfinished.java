package dev.wardroom.cli.commands;

import dev.wardroom.cli.output.Json;
import dev.wardroom.client.ClientException;
import java.io.Serial;

/// A command that failed after it had already saved something: the failure names what is still
/// under way, so that a script can follow it.
public final class Unfinished extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private final transient Json more;
  private final ClientException reason;

  public Unfinished(ClientException reason, Json more) {
    super(reason);
    this.reason = reason;
    this.more = more;
  }

  ClientException reason() {
    return reason;
  }

  Json more() {
    return more;
  }
}

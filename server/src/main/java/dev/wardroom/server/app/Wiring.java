package dev.wardroom.server.app;

import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.kernel.config.Limit;
import java.util.List;
import java.util.stream.Stream;

/// All domains of the server, wired by hand.
public final class Wiring implements Composition {

  @Override
  public List<Limit> limits() {
    return Stream.of(AppLimits.ALL, EdgeLimits.ALL).flatMap(List::stream).toList();
  }

  @Override
  public Composed compose(Ground ground) {
    throw new StartProblem(StartProblem.REFUSED, "No domain is wired.");
  }
}

package dev.wardroom.server.kernel.admin;

import dev.wardroom.server.kernel.Check;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All registered commands. Filled while the server is wired, read afterwards.
public final class AdminCommands {
  private final Map<String, AdminCommand> byName = new TreeMap<>();

  public void add(AdminCommand command) {
    Check.that(byName.put(command.name(), command) == null, "two admin commands have one name");
  }

  public Optional<AdminCommand> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// By name.
  public Collection<AdminCommand> all() {
    return Collections.unmodifiableCollection(byName.values());
  }
}

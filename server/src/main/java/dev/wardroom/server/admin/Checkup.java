package dev.wardroom.server.admin;

import dev.wardroom.server.kernel.config.Config;
import java.util.ArrayList;
import java.util.List;

/// Everything that `wardroom doctor` looks at, in the order in which things go wrong.
final class Checkup {
  private final Config config;

  Checkup(Config config) {
    this.config = config;
  }

  List<Finding> run() {
    FolderChecks data = new FolderChecks(config.data());
    NetworkChecks network = new NetworkChecks(config);
    boolean running = data.isServerRunning();
    List<Finding> findings = new ArrayList<>();
    findings.add(JavaChecks.version());
    findings.add(data.folder());
    findings.add(data.permissions());
    findings.add(data.space());
    findings.add(data.disk());
    findings.add(network.port(running));
    findings.add(network.clock());
    findings.addAll(new TlsChecks(config).run());
    findings.add(new StoreChecks(config).run());
    return List.copyOf(findings);
  }
}

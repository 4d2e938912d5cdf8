package dev.wardroom.server.networks.quotas;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminCommand;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.networks.Network;
import dev.wardroom.server.networks.Networks;
import java.util.Map;
import java.util.Optional;

/// `wardroom admin network quota`.
public final class QuotaCommands {
  private final Quotas quotas;
  private final Networks networks;

  public QuotaCommands(Quotas quotas, Networks networks) {
    this.quotas = quotas;
    this.networks = networks;
  }

  public void register(AdminCommands commands) {
    commands.add(
        new AdminCommand(
            "network quota",
            "[--network ID] [--mailbox-bytes N] [--files-bytes N] [--archive-bytes N]",
            "Shows or sets what a network may keep.",
            this::quota));
  }

  private void quota(AdminArguments arguments, AdminOutput output) {
    Network network = networks.choose(arguments.optional("network"));
    for (Kept kept : Kept.values()) {
      Optional<Long> bytes = arguments.number(kept.word() + "-bytes");
      if (bytes.isPresent()) {
        if (bytes.get() < 0) {
          throw new Refusal(Reason.REASON_MALFORMED, "A quota is a number of bytes from 0 on.");
        }
        quotas.set(network.id(), kept, bytes.get());
      }
    }
    arguments.requireNothingElse();
    for (Quotas.State state : quotas.states(network.id())) {
      output.line(
          "%-8s %,d of %,d bytes, %d %%"
              .formatted(state.kept().word(), state.used(), state.most(), state.percent()),
          Map.of(
              "network", network.id().toString(),
              "kept", state.kept().word(),
              "used", state.used(),
              "bytes", state.most(),
              "percent", state.percent()));
    }
  }
}

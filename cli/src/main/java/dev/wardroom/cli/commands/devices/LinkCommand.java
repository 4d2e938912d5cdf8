package dev.wardroom.cli.commands.devices;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.account.NewHome;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Devices.LinkOffer;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom.Linking;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wardroom link`: groups its commands.
@Command(
    name = "link",
    description = "Add a device by a code: one side offers, the other accepts.",
    subcommands = {LinkCommand.Offer.class, LinkCommand.Accept.class})
public final class LinkCommand {

  /// `offer`.
  @Command(
      name = "offer",
      description = {
        "Show a code for the other device.",
        "On a home with an account this is the old device; on an empty home, with --server, the new one."
      })
  public static final class Offer implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--server",
        paramLabel = "URL",
        description = "New device: the server's address.")
    private @Nullable String server;

    @Option(names = "--yes", description = "Old device: confirm without asking.")
    private boolean yes;

    @Option(names = "--no-history", description = "Old device: do not hand messages over.")
    private boolean noHistory;

    @Option(
        names = "--patience",
        paramLabel = "TIME",
        defaultValue = "2m",
        description = "How long to wait for the other device (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ofMinutes(2);

    @Mixin private NewHome device = new NewHome();

    public Offer(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      LinkSteps steps = new LinkSteps(home, patience);
      if (!home.shell().doors().exists(home.home())) {
        return offerNew(steps);
      }
      try (Session session = home.open()) {
        LinkOffer offer = session.devices().offerLink();
        steps.showCode(offer.code());
        return steps.confirm(
            session, session.devices().awaitLink(offer, patience), yes, !noHistory);
      }
    }

    private int offerNew(LinkSteps steps) {
      if (server == null) {
        throw new ClientException(
            Kind.USAGE, "This home has no account. Give --server URL to make it a new device.");
      }
      try (Linking linking =
          home.shell()
              .doors()
              .offerLink(
                  home.home(), server, device.deviceName(), home.options(device.lock(home)))) {
        steps.showCode(linking.code().orElseThrow());
        return steps.finish(linking);
      }
    }
  }

  /// `accept`.
  @Command(
      name = "accept",
      description = {
        "Take the code that the other device shows.",
        "On a home with an account this is the old device; on an empty home the new one."
      })
  public static final class Accept implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(names = "--yes", description = "Old device: confirm without asking.")
    private boolean yes;

    @Option(names = "--no-history", description = "Old device: do not hand messages over.")
    private boolean noHistory;

    @Option(
        names = "--patience",
        paramLabel = "TIME",
        defaultValue = "2m",
        description = "How long to wait for the other device (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ofMinutes(2);

    @Mixin private NewHome device = new NewHome();

    @Parameters(paramLabel = "CODE", description = "The code, as the other device shows it.")
    private String code = "";

    public Accept(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      LinkSteps steps = new LinkSteps(home, patience);
      if (home.shell().doors().exists(home.home())) {
        try (Session session = home.open()) {
          return steps.confirm(session, session.devices().acceptLink(code), yes, !noHistory);
        }
      }
      try (Linking linking =
          home.shell()
              .doors()
              .acceptLink(
                  home.home(), code, device.deviceName(), home.options(device.lock(home)))) {
        return steps.finish(linking);
      }
    }
  }
}

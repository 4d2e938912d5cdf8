package dev.wardroom.server.app;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.wardroom.server.accounts.Accounts;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.directory.DeviceLists;
import dev.wardroom.server.directory.Directory;
import dev.wardroom.server.directory.DirectoryRoutes;
import dev.wardroom.server.directory.prekeys.PrekeyLimits;
import dev.wardroom.server.directory.prekeys.Prekeys;
import dev.wardroom.server.edge.Authenticator;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.server.networks.Invitations;
import dev.wardroom.server.networks.NetworkCommands;
import dev.wardroom.server.networks.NetworkRoutes;
import dev.wardroom.server.networks.Networks;
import dev.wardroom.server.networks.Statements;
import dev.wardroom.server.networks.quotas.QuotaCommands;
import dev.wardroom.server.networks.quotas.Quotas;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// The rooms of people, wired: audit, networks, directory, accounts. Those above stand on them.
public final class PeopleRooms {
  private static final String FIRST_NETWORK = "Wardroom";
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
  private static final Duration SWEEP_LEASE = Duration.ofMinutes(30);

  /// The schema's files whose services these rooms answer.
  public static final List<FileDescriptor> SERVICES =
      List.of(
          dev.wardroom.schema.v1.Networks.getDescriptor(),
          dev.wardroom.schema.v1.Accounts.getDescriptor(),
          dev.wardroom.schema.v1.Directory.getDescriptor());

  private final AtomicReference<String> origin = new AtomicReference<>("");
  private final Networks networks;
  private final Prekeys prekeys;
  private final DeviceLists lists;
  private final Directory directory;
  private final Statements statements;
  private final Accounts accounts;
  private final Quotas quotas;

  public PeopleRooms(Composition.Ground ground) {
    Kernel kernel = ground.kernel();
    origin.set(originOf(ground.publicUrl()));
    Audit audit = new Audit(kernel.clock());
    Invitations invitations = new Invitations(kernel, audit, origin::get);
    networks = new Networks(kernel, audit, invitations);
    quotas = new Quotas(kernel, audit);
    new QuotaCommands(quotas, networks).register(ground.commands());
    prekeys = new Prekeys(kernel);
    lists = new DeviceLists(kernel, networks, prekeys);
    directory = new Directory(kernel, lists);
    statements = new Statements(kernel, audit, directory);
    accounts =
        new Accounts(
            new Accounts.Ground(
                kernel, audit, networks, invitations, statements, directory, lists, origin::get));
    new NetworkRoutes(
            new NetworkRoutes.Parts(
                kernel, networks, invitations, statements, directory, Version.text()))
        .register(ground.routes());
    new DirectoryRoutes(kernel, directory, lists, prekeys).register(ground.routes());
    new NetworkCommands(kernel, audit, networks, invitations).register(ground.commands());
    accounts.open(ground.routes(), ground.commands(), ground.live());
    kernel.workers().leased("prekey-sweep", SWEEP_EVERY, SWEEP_LEASE, prekeys::sweepRound);
    kernel.workers().leased("invitation-sweep", SWEEP_EVERY, SWEEP_LEASE, invitations::sweepRound);
  }

  /// The movable limits of these rooms.
  public static List<Limit> limits() {
    return Stream.concat(Accounts.limits().stream(), Stream.of(PrekeyLimits.STOCK)).toList();
  }

  public Networks networks() {
    return networks;
  }

  public Quotas quotas() {
    return quotas;
  }

  public Prekeys prekeys() {
    return prekeys;
  }

  public DeviceLists lists() {
    return lists;
  }

  public Directory directory() {
    return directory;
  }

  public Statements statements() {
    return statements;
  }

  public Authenticator authenticator() {
    return accounts.authenticator();
  }

  /// Makes the first network with its owner's invitation, once; tells its id ever after.
  public Composition.Begun begin(URI url) {
    origin.set(originOf(url));
    Optional<Networks.Made> made = networks.makeFirst(FIRST_NETWORK);
    String id = networks.all().getFirst().id().toString();
    return new Composition.Begun(id, made.map(Networks.Made::ownerInvitation));
  }

  /// Scheme, host and port in lower case, as invitation links begin.
  private static String originOf(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}

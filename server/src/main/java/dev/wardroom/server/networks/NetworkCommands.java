package dev.wardroom.server.networks;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.audit.AuditEntry;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminCommand;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.admin.AdminOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `wardroom admin network …`, `invite` and `audit …`.
public final class NetworkCommands {
  private final Kernel kernel;
  private final Audit audit;
  private final Networks networks;
  private final Invitations invitations;

  public NetworkCommands(Kernel kernel, Audit audit, Networks networks, Invitations invitations) {
    this.kernel = kernel;
    this.audit = audit;
    this.networks = networks;
    this.invitations = invitations;
  }

  public void register(AdminCommands commands) {
    commands.add(
        new AdminCommand(
            "network create",
            "--name TEXT",
            "Makes a network and prints its owner's invitation, once.",
            this::create));
    commands.add(new AdminCommand("network list", "", "All networks.", this::list));
    commands.add(
        new AdminCommand(
            "network policy",
            "[--network ID] [--password-length N] [--password-lower N] [--password-upper N]"
                + " [--password-digits N] [--password-symbols N] [--members-invite true|false]"
                + " [--account-key-required true|false] [--devices N]",
            "Shows or sets a network's rules.",
            this::policy));
    commands.add(
        new AdminCommand(
            "invite",
            "[--network ID] [--username U] [--name TEXT] [--role member|admin|owner] [--days N]",
            "Prints an invitation, once.",
            this::invite));
    commands.add(
        new AdminCommand(
            "audit list",
            "[--network ID] [--from N] [--limit N]",
            "What was done.",
            this::entries));
    commands.add(
        new AdminCommand(
            "audit check", "[--network ID]", "Whether the audit chain is whole.", this::check));
  }

  private void create(AdminArguments arguments, AdminOutput output) {
    String name = arguments.required("name");
    arguments.requireNothingElse();
    Networks.Made made = networks.make(name);
    output.line(
        "Network "
            + made.network().id()
            + " is made. Its owner registers with "
            + made.ownerInvitation(),
        Map.of(
            "network", made.network().id().toString(),
            "name", made.network().name(),
            "ownerInvitation", made.ownerInvitation()));
  }

  private void list(AdminArguments arguments, AdminOutput output) {
    arguments.requireNothingElse();
    for (Network network : networks.all()) {
      output.line(
          network.id() + "  " + network.name(),
          Map.of(
              "network", network.id().toString(),
              "name", network.name(),
              "createdAt", network.createdAt()));
    }
  }

  private void policy(AdminArguments arguments, AdminOutput output) {
    Network network = networks.choose(arguments.optional("network"));
    NetworkPolicy before = network.policy();
    NetworkPolicy.PasswordRules rules = before.passwords();
    NetworkPolicy.PasswordRules changed =
        new NetworkPolicy.PasswordRules(
            within(
                arguments,
                "password-length",
                rules.lengthMin(),
                NetworkLimits.PASSWORD_LENGTH_FLOOR,
                NetworkLimits.PASSWORD_RULE_MAX),
            within(
                arguments, "password-lower", rules.lowerMin(), 0, NetworkLimits.PASSWORD_RULE_MAX),
            within(
                arguments, "password-upper", rules.upperMin(), 0, NetworkLimits.PASSWORD_RULE_MAX),
            within(
                arguments, "password-digits", rules.digitMin(), 0, NetworkLimits.PASSWORD_RULE_MAX),
            within(
                arguments,
                "password-symbols",
                rules.symbolMin(),
                0,
                NetworkLimits.PASSWORD_RULE_MAX));
    NetworkPolicy after =
        new NetworkPolicy(
            changed,
            flag(arguments, "members-invite", before.membersInvite()),
            flag(arguments, "account-key-required", before.accountKeyRequired()),
            within(arguments, "devices", before.devicesMax(), 1, NetworkLimits.DEVICES_MAX));
    arguments.requireNothingElse();
    if (!after.equals(before)) {
      networks.setPolicy(network.id(), after);
    }
    output.line(Networks.told(after), json(network, after));
  }

  private static Map<String, Object> json(Network network, NetworkPolicy policy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", network.id().toString());
    json.put("passwordLength", policy.passwords().lengthMin());
    json.put("passwordLower", policy.passwords().lowerMin());
    json.put("passwordUpper", policy.passwords().upperMin());
    json.put("passwordDigits", policy.passwords().digitMin());
    json.put("passwordSymbols", policy.passwords().symbolMin());
    json.put("membersInvite", policy.membersInvite());
    json.put("accountKeyRequired", policy.accountKeyRequired());
    json.put("devices", policy.devicesMax());
    return json;
  }

  private void invite(AdminArguments arguments, AdminOutput output) {
    Network network = networks.choose(arguments.optional("network"));
    Role role = role(arguments.optional("role").orElse("member"));
    long days = arguments.number("days").orElse(NetworkLimits.INVITATION_LIFE_DEFAULT.toDays());
    Invitations.Wish wish =
        new Invitations.Wish(
            arguments.optional("username").orElse(""),
            arguments.optional("name").orElse(""),
            role,
            Duration.ofDays(Math.clamp(days, 0, 1_000)));
    arguments.requireNothingElse();
    String link = kernel.db().tx(tx -> invitations.inviteLocally(tx, network.id(), wish));
    output.line(link, Map.of("invitation", link));
  }

  private void entries(AdminArguments arguments, AdminOutput output) {
    Network network = networks.choose(arguments.optional("network"));
    long from = arguments.number("from").orElse(1L);
    int limit = Math.toIntExact(Math.clamp(arguments.number("limit").orElse(100L), 1, 500));
    arguments.requireNothingElse();
    List<AuditEntry> page = kernel.db().read(tx -> audit.page(tx, network.id(), from, limit));
    for (AuditEntry entry : page) {
      output.line(
          "%d  %s  %s  %s %s %s"
              .formatted(
                  entry.number(),
                  Instant.ofEpochMilli(entry.at()),
                  entry.actor(),
                  entry.action(),
                  entry.subject(),
                  entry.details()),
          Map.of(
              "number", entry.number(),
              "at", entry.at(),
              "actor", entry.actor(),
              "action", entry.action(),
              "subject", entry.subject(),
              "details", entry.details(),
              "hash", entry.hash().toString()));
    }
  }

  private void check(AdminArguments arguments, AdminOutput output) {
    Network network = networks.choose(arguments.optional("network"));
    arguments.requireNothingElse();
    long broken = kernel.db().read(tx -> audit.check(tx, network.id()));
    if (broken != 0) {
      throw new Refusal(
          Reason.REASON_CONFLICT, "The audit chain is broken at entry " + broken + ".");
    }
    output.line("The audit chain is whole.", Map.of("whole", true));
  }

  private static int within(AdminArguments arguments, String name, int before, int min, int max) {
    Optional<Long> given = arguments.number(name);
    if (given.isEmpty()) {
      return before;
    }
    long value = given.orElseThrow();
    if (value < min || value > max) {
      throw new Refusal(Reason.REASON_MALFORMED, "--" + name + " is " + min + " to " + max + ".");
    }
    return (int) value;
  }

  private static boolean flag(AdminArguments arguments, String name, boolean before) {
    Optional<String> given = arguments.optional(name);
    if (given.isEmpty()) {
      return before;
    }
    return switch (given.orElseThrow()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Refusal(Reason.REASON_MALFORMED, "--" + name + " is true or false.");
    };
  }

  private static Role role(String word) {
    return switch (word) {
      case "member" -> Role.MEMBER;
      case "admin" -> Role.ADMIN;
      case "owner" -> Role.OWNER;
      default -> throw new Refusal(Reason.REASON_MALFORMED, "--role is member, admin or owner.");
    };
  }
}

package dev.wardroom.server.accounts;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.audit.Deed;
import dev.wardroom.server.directory.Person;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminCommand;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.Network;
import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `wardroom admin user …`: what the administrator at the machine does to accounts. Each change is
/// noted in the audit chain of its network, as done locally, in the same transaction.
final class AccountCommands {
  private static final String USER = "--username U";

  private final Accounts.Ground ground;
  private final SignIn signIn;
  private final Enrolments enrolments;

  AccountCommands(Accounts.Ground ground, SignIn signIn, Enrolments enrolments) {
    this.ground = ground;
    this.signIn = signIn;
    this.enrolments = enrolments;
  }

  void register(AdminCommands commands) {
    add(
        commands,
        "user list",
        "[--network ID] [--after U] [--limit N]",
        "People of a network.",
        this::list);
    add(
        commands,
        "user suspend",
        USER,
        "Ends a person's sessions and keeps them out; what they have stays.",
        (arguments, output) -> suspend(arguments, output, true));
    add(
        commands,
        "user unsuspend",
        USER,
        "Lets a suspended person back in.",
        (arguments, output) -> suspend(arguments, output, false));
    add(commands, "user unlock", USER, "Forgets a person's wrong passwords.", this::unlock);
    add(
        commands,
        "user ticket",
        USER,
        "Makes a one-time recovery ticket, good for a day together with the recovery key.",
        this::ticket);
    add(
        commands,
        "user role",
        USER + " --role member|admin|owner",
        "Sets a person's role.",
        this::role);
  }

  private static void add(
      AdminCommands commands,
      String name,
      String arguments,
      String summary,
      AdminCommand.Action action) {
    commands.add(new AdminCommand(name, arguments, summary, action));
  }

  private void list(AdminArguments arguments, AdminOutput output) {
    String after = arguments.optional("after").orElse("");
    int limit = Math.toIntExact(arguments.number("limit").orElse(100L));
    Network network = ground.networks().choose(arguments.optional("network"));
    arguments.requireNothingElse();
    List<Person> people =
        ground.kernel().db().read(tx -> ground.directory().page(tx, network.id(), after, limit));
    for (Person person : people) {
      String state = person.suspended() ? "  suspended" : "";
      output.line(
          person.username() + "  " + person.name() + "  " + word(person.role()) + state,
          Map.of(
              "username", person.username(),
              "name", person.name(),
              "user", person.user().toString(),
              "role", word(person.role()),
              "suspended", person.suspended()));
    }
  }

  private void suspend(AdminArguments arguments, AdminOutput output, boolean suspended) {
    String username = username(arguments);
    ground
        .kernel()
        .db()
        .run(tx -> {
          Person person = require(tx, username);
          ground.directory().setSuspended(tx, person.network(), person.user(), suspended);
          note(tx, person, suspended ? "user.suspend" : "user.unsuspend", "");
        });
    output.line(
        username + (suspended ? " is suspended." : " may sign in again."),
        Map.of("username", username, "suspended", suspended));
  }

  private void unlock(AdminArguments arguments, AdminOutput output) {
    String username = username(arguments);
    ground
        .kernel()
        .db()
        .run(tx -> {
          Person person = require(tx, username);
          note(tx, person, "user.unlock", "");
        });
    signIn.unlock(username);
    output.line(username + " may sign in again.", Map.of("username", username));
  }

  private void ticket(AdminArguments arguments, AdminOutput output) {
    String username = username(arguments);
    byte[] ticket =
        ground
            .kernel()
            .db()
            .tx(tx -> {
              Person person = require(tx, username);
              note(tx, person, "user.ticket", "");
              return enrolments.ticket(tx, person.network(), person.user());
            });
    String text = Bytes.wrap(ticket).toHex();
    output.line(
        "Recovery ticket of " + username + ", good once within 24 hours: " + text,
        Map.of("username", username, "ticket", text));
  }

  private void role(AdminArguments arguments, AdminOutput output) {
    String username = arguments.required("username");
    Role role = parsed(arguments.required("role"));
    arguments.requireNothingElse();
    ground
        .kernel()
        .db()
        .run(tx -> {
          Person person = require(tx, username);
          ground.directory().setRole(tx, person.network(), person.user(), role);
          note(tx, person, "user.role", "role=" + word(role));
        });
    output.line(
        username + " is " + word(role) + " now.", Map.of("username", username, "role", word(role)));
  }

  private static String username(AdminArguments arguments) {
    String username = arguments.required("username");
    arguments.requireNothingElse();
    return username;
  }

  private Person require(Tx tx, String username) {
    return ground
        .directory()
        .byUsername(tx, username)
        .orElseThrow(() ->
            new Refusal(Reason.REASON_NOT_FOUND, "Nobody has the user name " + username + "."));
  }

  private void note(Tx tx, Person person, String action, String details) {
    ground
        .audit()
        .append(tx, person.network(), Deed.local(action, person.user().toString(), details));
  }

  private static Role parsed(String word) {
    return switch (word) {
      case "member" -> Role.MEMBER;
      case "admin" -> Role.ADMIN;
      case "owner" -> Role.OWNER;
      default -> throw new Refusal(Reason.REASON_MALFORMED, "--role is member, admin or owner.");
    };
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}

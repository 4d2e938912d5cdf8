package dev.wardroom.cli.commands.rooms;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Durations;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.Views;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom rooms`: groups its commands.
@Command(
    name = "rooms",
    description = "Conversations: make, list, change and leave them.",
    subcommands = {
      RoomsCommand.Create.class,
      RoomsCommand.ListAll.class,
      RoomsCommand.Show.class,
      RoomsCommand.Add.class,
      RoomsCommand.Remove.class,
      RoomsCommand.Leave.class,
      RoomsCommand.Moderators.class,
      RoomsCommand.Timer.class,
      RoomsCommand.Title.class,
      RoomsCommand.Delete.class
    })
public final class RoomsCommand {

  /// `create`.
  @Command(name = "create", description = "Make a room with a title; its maker is its moderator.")
  public static final class Create implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(names = "--title", paramLabel = "TEXT", required = true, description = "The title.")
    private String title = "";

    @Option(names = "--member", paramLabel = "USER", description = "A person; may be repeated.")
    private List<String> members = List.of();

    @Option(
        names = "--group",
        description = "A group without moderators instead: anyone adds people.")
    private boolean group;

    public Create(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.open()) {
        ConversationView made =
            group
                ? session.conversations().createGroup(title, members)
                : session.conversations().createRoom(title, members);
        home.output()
            .result(Json.of("conversation", made.conversation()), made.conversation().text());
        return 0;
      }
    }
  }

  /// `list`.
  @Command(
      name = "list",
      description = "List conversations: pinned ones first, then by last activity.")
  public static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    public ListAll(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        Rooms.print(home.output(), session.conversations().list());
        return 0;
      }
    }
  }

  /// `show`.
  @Command(name = "show", description = "Show a conversation: members, timers, title.")
  public static final class Show implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    public Show(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationView shown = session.conversations().resolve(conversation);
        home.output().result(Views.conversation(shown), "");
        Rooms.details(shown).forEach(home.output()::line);
        return 0;
      }
    }
  }

  /// `add`.
  @Command(name = "add", description = "Add people. They see nothing that was written before.")
  public static final class Add implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    @Option(
        names = "--member",
        paramLabel = "USER",
        required = true,
        description = "A person; may be repeated.")
    private List<String> members = List.of();

    public Add(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationRef room = session.conversations().resolve(conversation).conversation();
        session.conversations().add(room, members);
        home.output()
            .result(
                Json.of("conversation", room).with("added", members),
                "Added " + String.join(", ", members) + ".");
        return 0;
      }
    }
  }

  /// `remove`.
  @Command(
      name = "remove",
      description = "Remove people. They see nothing that is written from now on.")
  public static final class Remove implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    @Option(
        names = "--member",
        paramLabel = "USER",
        required = true,
        description = "A person; may be repeated.")
    private List<String> members = List.of();

    public Remove(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationRef room = session.conversations().resolve(conversation).conversation();
        members.forEach(member -> session.conversations().remove(room, member));
        home.output()
            .result(
                Json.of("conversation", room).with("removed", members),
                "Removed " + String.join(", ", members) + ".");
        return 0;
      }
    }
  }

  /// `leave`.
  @Command(
      name = "leave",
      description = "Leave a conversation; what was written stays on this device.")
  public static final class Leave implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    public Leave(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationRef room = session.conversations().resolve(conversation).conversation();
        session.conversations().leave(room);
        home.output().result(Json.of("conversation", room).with("left", true), "Left.");
        return 0;
      }
    }
  }

  /// `moderators`.
  @Command(name = "moderators", description = "Make people moderators of a room, or take it back.")
  public static final class Moderators implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    @Option(
        names = "--member",
        paramLabel = "USER",
        required = true,
        description = "A person; may be repeated.")
    private List<String> members = List.of();

    @Option(names = "--off", description = "Take it back.")
    private boolean off;

    public Moderators(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationRef room = session.conversations().resolve(conversation).conversation();
        members.forEach(member -> session.conversations().setModerator(room, member, !off));
        home.output()
            .result(
                Json.of("conversation", room).with("moderators", members).with("moderator", !off),
                "Changed.");
        return 0;
      }
    }
  }

  /// `timer`.
  @Command(name = "timer", description = "Set the timers of new messages.")
  public static final class Timer implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "Delete new messages everywhere this long after sending; 'off' for never.")
    private @Nullable Duration expires;

    @Option(
        names = "--burn",
        paramLabel = "TIME",
        description = "Delete new messages everywhere this long after reading; 'off' for never.")
    private @Nullable Duration burn;

    public Timer(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationView before = session.conversations().resolve(conversation);
        int ttl = seconds(expires, before.defaultTtlSeconds());
        int burning = seconds(burn, before.defaultBurnSeconds());
        session.conversations().setTimers(before.conversation(), ttl, burning);
        home.output()
            .result(
                Json.of("conversation", before.conversation())
                    .with("expires", ttl)
                    .with("burn", burning),
                "New messages expire: "
                    + Durations.words(Duration.ofSeconds(ttl))
                    + ", burn after reading: "
                    + Durations.words(Duration.ofSeconds(burning)));
        return 0;
      }
    }

    private static int seconds(@Nullable Duration given, int before) {
      return given == null ? before : Math.toIntExact(given.toSeconds());
    }
  }

  /// `title`.
  @Command(
      name = "title",
      description = "Change the title or the description. Both travel encrypted.")
  public static final class Title implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    @Option(names = "--title", paramLabel = "TEXT", description = "The new title.")
    private @Nullable String title;

    @Option(names = "--description", paramLabel = "TEXT", description = "The new description.")
    private @Nullable String description;

    public Title(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationView before = session.conversations().resolve(conversation);
        String newTitle = title == null ? before.title() : title;
        String newDescription = description == null ? before.description() : description;
        session.conversations().setCard(before.conversation(), newTitle, newDescription);
        home.output()
            .result(
                Json.of("conversation", before.conversation())
                    .with("title", newTitle)
                    .with("description", newDescription),
                "Changed.");
        return 0;
      }
    }
  }

  /// `delete`.
  @Command(name = "delete", description = "End a room for everybody.")
  public static final class Delete implements Callable<Integer> {
    @Mixin private final HomeOptions home;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        required = true,
        description = "A conversation: id, unique beginning of an id, or title.")
    private String conversation = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    public Delete(HomeOptions home) {
      this.home = home;
    }

    @Override
    public Integer call() {
      try (Session session = home.openFresh()) {
        ConversationRef room = session.conversations().resolve(conversation).conversation();
        if (!yes && !confirmed()) {
          return 0;
        }
        session.conversations().delete(room);
        home.output().result(Json.of("conversation", room).with("deleted", true), "Ended.");
        return 0;
      }
    }

    private boolean confirmed() {
      return home.shell()
          .prompt()
          .orElseThrow(() ->
              new ClientException(
                  Kind.USAGE, "This ends the room for everybody. Add --yes to do it."))
          .confirm("End the room for everybody?");
    }
  }
}

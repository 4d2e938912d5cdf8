package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.Paths;
import dev.wardroom.cli.chat.draw.PeopleDrawing;
import dev.wardroom.cli.chat.input.Completion;
import dev.wardroom.cli.chat.input.Completion.Candidate;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.output.MessageLines;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.Verification.SafetyNumber;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.StatusView;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Effects that show a page, a notice or completions.
final class Pages {
  private static final int FOUND_MAX = 100;
  private static final int PATHS_MAX = 8;

  private final Session session;
  private final Inbox inbox;

  Pages(Session session, Inbox inbox) {
    this.session = session;
    this.inbox = inbox;
  }

  void act(Effect effect) {
    switch (effect) {
      case Effect.Block block -> block(block);
      case Effect.Invite invite -> invite(invite.username());
      case Effect.ShowSafetyNumber show -> safetyNumber(show.username());
      case Effect.MarkVerified mark -> {
        PersonView person = session.verification().mark(mark.username(), mark.on());
        inbox.change(state -> state.say(person.shownName() + " is verified.", Ink.GOOD));
      }
      case Effect.ShowDevices _ ->
          page("Your devices", PeopleDrawing.devices(session.devices().list()));
      case Effect.ShowStatus _ -> page("Status", status(session.accounts().status()));
      case Effect.Search search -> search(search);
      case Effect.CompletePath complete -> completePath(complete.beginning());
      default -> throw new IllegalArgumentException("no page: " + effect);
    }
  }

  private void page(String title, List<Line> lines) {
    inbox.change(state -> state.withMode(new Mode.Reading(title, lines, 0)));
  }

  private void block(Effect.Block block) {
    PersonView person =
        session
            .directory()
            .find(block.username())
            .orElseThrow(() ->
                new ClientException(Kind.NOT_FOUND, "There is no @" + block.username() + "."));
    session.directory().block(person.user(), block.on());
    inbox.change(state ->
        state.say(
            person.shownName() + (block.on() ? " is blocked." : " is not blocked any more."),
            Ink.FAINT));
  }

  private void invite(String username) {
    String link = session.invitations().invite(username, "").link();
    page(
        "Invitation",
        List.of(
            Line.of(" A one-time link. Hand it over on a way that you trust:", Style.PLAIN),
            Line.EMPTY,
            Line.of(link, Style.of(Ink.LINK)),
            Line.EMPTY,
            Line.of(" wardroom register --invitation LINK", Style.FAINT)));
  }

  private void safetyNumber(String username) {
    SafetyNumber number = session.verification().safetyNumber(username);
    page("Safety number", PeopleDrawing.safetyNumber(number.person(), number.digits()));
  }

  private static List<Line> status(StatusView status) {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(" @" + status.self().username() + " at " + status.server(), Style.PLAIN));
    lines.add(Line.of(" device " + status.device(), Style.FAINT));
    lines.add(Line.of(" waiting to be sent: " + status.waiting(), Style.PLAIN));
    lines.add(Line.of(" could not be opened: " + status.undecryptable(), Style.PLAIN));
    lines.add(Line.of(" one-time keys at the server: " + status.prekeysLeft(), Style.PLAIN));
    lines.add(
        Line.of(" server's clock: " + status.clockOffsetMillis() + " ms from ours", Style.PLAIN));
    status
        .warnings()
        .forEach(warning -> lines.add(Line.of(" ! " + warning.text(), Style.of(Ink.WARNING))));
    return lines;
  }

  private void search(Effect.Search search) {
    List<MessageView> found =
        session.messages().search(search.words(), search.conversation(), FOUND_MAX);
    inbox.change(state -> {
      MessageLines lines = new MessageLines(state.zone());
      List<Mode.Found> rows =
          found.stream()
              .map(message ->
                  new Mode.Found(
                      message.message(),
                      new Effect.Open(message.conversation(), Optional.of(message.message())),
                      lines.found(message)))
              .toList();
      return state.withMode(new Mode.Finding(search.words(), rows, 0));
    });
  }

  private void completePath(String beginning) {
    List<String> paths = paths(beginning);
    inbox.change(state -> {
      boolean same = Completion.path(state.draft().composer()).equals(Optional.of(beginning));
      return same ? completed(state, beginning, paths) : state;
    });
  }

  private static ChatState completed(ChatState state, String beginning, List<String> paths) {
    int start = state.draft().composer().cursor() - beginning.length();
    if (paths.size() == 1) {
      return state.withComposer(composer -> composer.replaceBeforeCursor(start, paths.getFirst()));
    }
    List<Candidate> candidates =
        paths.stream().map(path -> new Candidate(start, path, path, "")).toList();
    return state.withDraft(state.draft().withCandidates(candidates, 0));
  }

  /// What begins like that, as it would be typed; folders end with a slash.
  static List<String> paths(String beginning) {
    int slash = beginning.lastIndexOf('/');
    String folder = beginning.substring(0, slash + 1);
    String name = beginning.substring(slash + 1);
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(Paths.of(folder.isEmpty() ? "." : folder))) {
      for (Path entry : entries) {
        String own = entry.getFileName().toString();
        boolean hidden = own.startsWith(".") && !name.startsWith(".");
        if (own.startsWith(name) && !hidden) {
          found.add(folder + own + (Files.isDirectory(entry) ? "/" : ""));
        }
      }
    } catch (IOException unreadable) {
      return List.of();
    }
    found.sort(Comparator.naturalOrder());
    return List.copyOf(found.subList(0, Math.min(PATHS_MAX, found.size())));
  }
}

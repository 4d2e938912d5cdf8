package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.draw.PeopleDrawing;
import dev.wardroom.cli.chat.input.SlashCommand.Typed;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.cli.output.Durations;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.ConversationView.Kind;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView.LocationView;
import dev.wardroom.client.view.PersonView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commands about the open conversation.
final class ConversationCommands {
  private static final Pattern PLACE =
      Pattern.compile("(-?\\d{1,2}(?:\\.\\d{1,9})?)\\s*,\\s*(-?\\d{1,3}(?:\\.\\d{1,9})?)\\s*(.*)");
  private static final Pattern WITH_TIME = Pattern.compile("(.+)\\s+(\\S+)");

  private ConversationCommands() {}

  static Step run(ChatState state, Typed typed, ConversationView here) {
    ConversationRef ref = here.conversation();
    String rest = typed.rest();
    return switch (typed.name()) {
      case "file" -> file(state, rest);
      case "voice" -> voice(state, rest);
      case "location" -> location(state, rest);
      case "expire" -> nextTimer(state, rest, true);
      case "burn" -> nextTimer(state, rest, false);
      case "timer" -> timer(state, rest, here);
      case "title" ->
          SlashCommands.needs(
              state,
              rest,
              "/title TEXT",
              title -> new Effect.SetTitle(ref, title, here.description()));
      case "add" ->
          SlashCommands.needs(
              state, rest, "/add USER", names -> new Effect.AddMembers(ref, names(names)));
      case "remove" -> remove(state, rest, ref);
      case "members" ->
          Step.of(state.withMode(new Mode.Reading(here.title(), PeopleDrawing.members(here), 0)));
      case "leave" ->
          Step.of(
              state.withMode(
                  new Mode.Asking("Leave " + here.title() + "?", new Effect.Leave(ref))));
      case "pin" -> Step.of(state, new Effect.Pin(ref, !here.pinned()));
      case "mute" -> Step.of(state, new Effect.Mute(ref, here.mutedUntil().isEmpty()));
      case "verify" -> about(state, rest, here, Effect.ShowSafetyNumber::new);
      case "verified" ->
          about(state, rest, here, username -> new Effect.MarkVerified(username, true));
      default -> SlashCommands.unknown(state, typed);
    };
  }

  private static Step file(ChatState state, String path) {
    return path.isEmpty()
        ? Step.of(state.say("Write it as /file PATH; Tab completes the path.", Ink.WARNING))
        : SlashCommands.send(state, Draft.file(Paths.of(path), ""));
  }

  private static Step voice(ChatState state, String rest) {
    Matcher words = WITH_TIME.matcher(rest);
    Optional<Duration> time = words.matches() ? Durations.parse(words.group(2)) : Optional.empty();
    if (time.isEmpty()) {
      return Step.of(state.say("Write it as /voice PATH 42s", Ink.WARNING));
    }
    Draft draft =
        Draft.text("").withFile(Paths.of(words.group(1)), Math.toIntExact(time.get().toMillis()));
    return SlashCommands.send(state, draft);
  }

  private static Step location(ChatState state, String rest) {
    Matcher place = PLACE.matcher(rest);
    if (!place.matches()) {
      return Step.of(state.say("Write it as /location 52.52,13.405 Berlin", Ink.WARNING));
    }
    double latitude = Double.parseDouble(place.group(1));
    double longitude = Double.parseDouble(place.group(2));
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
      return Step.of(state.say("There is no such place on the earth.", Ink.WARNING));
    }
    return SlashCommands.send(
        state,
        Draft.text("").withLocation(new LocationView(latitude, longitude, 0, place.group(3))));
  }

  private static Step nextTimer(ChatState state, String rest, boolean expires) {
    Optional<Integer> seconds =
        Durations.parse(rest).map(time -> Math.toIntExact(time.toSeconds()));
    if (seconds.isEmpty()) {
      return Step.of(state.say("Write a time: 10s, 5m, 1h, 7d, or off.", Ink.WARNING));
    }
    return Step.of(
        state.withDraft(
            expires
                ? state.draft().withTimers(seconds, state.draft().burnSeconds())
                : state.draft().withTimers(state.draft().ttlSeconds(), seconds)));
  }

  private static Step timer(ChatState state, String rest, ConversationView here) {
    String[] words = rest.isEmpty() ? new String[0] : rest.split("\\s+", -1);
    if (words.length == 0 || words.length > 2) {
      return Step.of(state.say("Write it as /timer 7d, /timer 7d 1m or /timer off", Ink.WARNING));
    }
    Optional<Duration> expires = Durations.parse(words[0]);
    Optional<Duration> burn =
        words.length == 2
            ? Durations.parse(words[1])
            : Optional.of(
                Duration.ofSeconds(
                    expires.filter(Duration::isZero).isPresent() ? 0 : here.defaultBurnSeconds()));
    if (expires.isEmpty() || burn.isEmpty()) {
      return Step.of(state.say("Write a time: 10s, 5m, 1h, 7d, or off.", Ink.WARNING));
    }
    return Step.of(
        state,
        new Effect.SetTimers(
            here.conversation(),
            Math.toIntExact(expires.get().toSeconds()),
            Math.toIntExact(burn.get().toSeconds())));
  }

  private static Step remove(ChatState state, String rest, ConversationRef ref) {
    if (rest.isEmpty()) {
      return Step.of(state.say("Write it as /remove USER", Ink.WARNING));
    }
    String username = SlashCommands.name(rest);
    return Step.of(
        state.withMode(
            new Mode.Asking("Remove @" + username + "?", new Effect.RemoveMember(ref, username))));
  }

  /// The named person, or the other one of a direct conversation.
  private static Step about(
      ChatState state, String rest, ConversationView here, Function<String, Effect> effect) {
    if (!rest.isEmpty()) {
      return Step.of(state, effect.apply(SlashCommands.name(rest)));
    }
    Optional<PersonView> other =
        here.members().stream()
            .map(member -> member.person())
            .filter(person -> !person.self())
            .findFirst();
    return here.kind() == Kind.DIRECT && other.isPresent()
        ? Step.of(state, effect.apply(other.get().username()))
        : Step.of(state.say("Say with whom: /verify USER", Ink.WARNING));
  }

  private static List<String> names(String words) {
    return List.of(words.strip().split("[\\s,]+", -1)).stream().map(SlashCommands::name).toList();
  }
}

package dev.wardroom.cli.fake;

import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.ConversationView.Kind;
import dev.wardroom.client.view.ConversationView.MemberView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// People and conversations to draw.
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-11-24T14:10:00Z");
  public static final PersonView ME = person("mira", "Mira Holm", true);
  public static final PersonView ADA = person("ada", "Ada Lovelace", false);
  public static final PersonView BO = person("bo", "Bo 林", false);

  private Samples() {}

  public static PersonView person(String username, String name, boolean self) {
    return new PersonView(
        new UserRef(String.format("%032x", username.hashCode() & 0xffffffffL)),
        username,
        name,
        self,
        false,
        false,
        false,
        false);
  }

  public static ConversationRef ref(String name) {
    return new ConversationRef((name + "-".repeat(43)).substring(0, 43));
  }

  public static ConversationView room(String title, int unread) {
    return conversation(Kind.ROOM, title, unread, List.of(ME, ADA, BO));
  }

  public static ConversationView direct(PersonView other, int unread) {
    return conversation(Kind.DIRECT, other.shownName(), unread, List.of(ME, other));
  }

  private static ConversationView conversation(
      Kind kind, String title, int unread, List<PersonView> people) {
    return new ConversationView(
        ref(title.replace(' ', '_')),
        kind,
        title,
        "",
        people.stream().map(person -> new MemberView(person, person.self())).toList(),
        unread,
        false,
        NOW,
        "",
        false,
        Optional.empty(),
        0,
        0,
        false,
        false,
        false);
  }
}

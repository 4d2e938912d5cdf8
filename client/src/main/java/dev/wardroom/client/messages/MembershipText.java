package dev.wardroom.client.messages;

import dev.wardroom.client.people.People;
import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.Role;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// A log entry as a sentence.
public final class MembershipText {

  private static final int NAMES_MAX = 5;

  private final People people;

  public MembershipText(People people) {
    this.people = people;
  }

  public String of(Tx tx, LogEntry entry) {
    String actor = name(tx, entry.actorUser());
    return switch (entry.action()) {
      case LogAction.Create _ -> actor + " started this conversation";
      case LogAction.Add add ->
          actor + " added " + names(tx, add.newcomers().stream().map(Newcomer::user).toList());
      case LogAction.Remove remove -> actor + " removed " + names(tx, remove.users());
      case LogAction.Leave() -> actor + " left";
      case LogAction.SetRole set ->
          actor
              + " made "
              + name(tx, set.user())
              + (set.role() == Role.MODERATOR ? " a moderator" : " an ordinary member");
      case LogAction.SetTimers set -> actor + " set new messages to " + timers(set);
      case LogAction.RetentionJoins _ -> "Messages are kept by data retention from here on";
      case LogAction.RetentionLeaves _ -> "Data retention has ended here";
      case LogAction.AcceptRoot accept ->
          actor + " accepted the new keys of " + name(tx, accept.user());
      case LogAction.Delete() -> actor + " deleted this conversation";
    };
  }

  private static String timers(LogAction.SetTimers set) {
    String ttl =
        set.timers().ttlSeconds() == 0
            ? "stay"
            : "expire after " + set.timers().ttlSeconds() + " seconds";
    return set.timers().burnSeconds() == 0
        ? ttl
        : ttl + " and burn " + set.timers().burnSeconds() + " seconds after reading";
  }

  private String name(Tx tx, UserId user) {
    return people.view(tx, user).shownName();
  }

  private String names(Tx tx, Collection<UserId> users) {
    List<String> shown =
        users.stream().limit(NAMES_MAX).map(user -> name(tx, user)).collect(Collectors.toList());
    if (users.size() > NAMES_MAX) {
      shown.add((users.size() - NAMES_MAX) + " more");
    }
    return String.join(", ", shown);
  }
}

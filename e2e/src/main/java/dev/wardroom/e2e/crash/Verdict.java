package dev.wardroom.e2e.crash;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares what was accepted with what each home shows. One thread.
final class Verdict {
  private static final int PAGE = 500;

  private final Ledger ledger;
  private final Map<String, Map<Long, String>> order = new HashMap<>();
  private long shown;
  private long lost;
  private long doubled;
  private long disordered;
  private long undecryptable;
  private long stillWaiting;
  private final List<String> examples = new ArrayList<>();

  Verdict(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Looks at one home, which has read its mailbox to the end.
  void look(String username, Session session, List<String> conversations) {
    stillWaiting += session.accounts().status().waiting();
    for (String conversation : conversations) {
      Map<Long, String> numbers = order.computeIfAbsent(conversation, _ -> new HashMap<>());
      Set<String> seen = new HashSet<>();
      for (MessageView message : history(session, conversation)) {
        if (message.kind() == MessageKind.UNDECRYPTABLE) {
          undecryptable++;
          example("undecryptable for " + username + ": number " + message.number());
        }
        if (message.kind() == MessageKind.TEXT) {
          count(username, message, seen, numbers);
        }
      }
      Set<String> missing = ledger.acceptedIn(conversation);
      missing.removeAll(seen);
      lost += missing.size();
      missing.stream().limit(3).forEach(text -> example("lost for " + username + ": " + text));
    }
  }

  private void count(
      String username, MessageView message, Set<String> seen, Map<Long, String> numbers) {
    shown++;
    if (!seen.add(message.text())) {
      doubled++;
      example("twice for " + username + ": " + message.text());
    }
    if (message.number() > 0) {
      String other = numbers.putIfAbsent(message.number(), message.text());
      if (other != null && !other.equals(message.text())) {
        disordered++;
        example("number %d is %s and %s".formatted(message.number(), other, message.text()));
      }
    }
  }

  /// All pages, oldest first.
  private static List<MessageView> history(Session session, String conversation) {
    List<MessageView> all = new ArrayList<>();
    Optional<MessageRef> before = Optional.empty();
    while (true) {
      List<MessageView> page =
          session.messages().history(new ConversationRef(conversation), before, PAGE);
      all.addAll(0, page);
      if (page.size() < PAGE) {
        return all;
      }
      before = Optional.of(page.getFirst().message());
    }
  }

  private void example(String text) {
    if (examples.size() < 20) {
      examples.add(text);
    }
  }

  long shown() {
    return shown;
  }

  long lost() {
    return lost;
  }

  long doubled() {
    return doubled;
  }

  long disordered() {
    return disordered;
  }

  long undecryptable() {
    return undecryptable;
  }

  /// Own messages that never reached the server, though it was there in the end.
  long stillWaiting() {
    return stillWaiting;
  }

  /// Some of what was found wrong.
  List<String> examples() {
    return Collections.unmodifiableList(examples);
  }

  boolean isGood() {
    return lost + doubled + disordered + undecryptable + stillWaiting == 0;
  }
}

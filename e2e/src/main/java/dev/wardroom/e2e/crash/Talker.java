package dev.wardroom.e2e.crash;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.Wardroom.Options;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// The client process that is killed: sends one numbered text after another into its conversations
/// and prints each that the server has on disk. Ends when its standard input does.
public final class Talker {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Talker() {}

  /// Arguments: home, label (unlike any of another run), conversations.
  public static void main(String[] args) throws Exception {
    String label = args[1];
    List<ConversationRef> conversations =
        Arrays.stream(args).skip(2).map(ConversationRef::new).toList();
    try (Session session = Wardroom.open(Path.of(args[0]), Options.standard())) {
      session.stayConnected();
      Thread talking =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                  say(session, conversations.get(i % conversations.size()), label + "-" + i);
                }
              });
      while (System.in.read() >= 0) {
        // Until the parent closes it.
      }
      talking.interrupt();
      talking.join();
    }
  }

  /// A message that was not accepted in time stays in the outbox and is sent later; it does not
  /// count as accepted here.
  private static void say(Session session, ConversationRef conversation, String text) {
    try {
      MessageView saved = session.messages().send(conversation, Draft.text(text), Progress.none());
      session.messages().awaitAccepted(saved.message(), PATIENCE);
      System.out.println("accepted " + conversation + " " + text);
      System.out.flush();
    } catch (ClientException e) {
      System.out.println("waiting " + conversation + " " + text + " " + e.kind());
      System.out.flush();
    }
  }
}

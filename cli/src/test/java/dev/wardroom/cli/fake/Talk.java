package dev.wardroom.cli.fake;

import static dev.wardroom.cli.fake.Samples.ADA;
import static dev.wardroom.cli.fake.Samples.BO;
import static dev.wardroom.cli.fake.Samples.ME;

import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Pane;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.WarningView;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// A conversation with one of everything in it.
public final class Talk {
  public static final ZoneId ZONE = ZoneOffset.UTC;
  public static final ConversationView HARBOUR = Samples.room("Harbour crew", 0);

  private Talk() {}

  public static List<MessageView> messages() {
    return List.of(
        Message.of(1, ADA, "Who opens the locks tomorrow?").at("2026-11-23T16:20:00Z").build(),
        Message.of(2, ME, "Me, **from five**. The list:\n\n- keys\n- `lamp --test`\n- coffee")
            .at("2026-11-23T16:21:00Z")
            .readBy(ADA, BO)
            .build(),
        Message.of(3, ADA, "Ada added Bo")
            .kind(MessageKind.MEMBERSHIP)
            .at("2026-11-23T16:25:00Z")
            .build(),
        Message.of(4, BO, "Thanks! 林 reads along 👋🏽, see [the chart](https://example.org/c)")
            .at("2026-11-24T13:58:00Z")
            .reaction("👍", ADA, ME)
            .reaction("🎉", ADA)
            .build(),
        Message.of(5, BO, "").file("chart.png", 1_482_000, 0).at("2026-11-24T13:59:00Z").build(),
        Message.of(
                6,
                ADA,
                "@mira can you take the tide table? It has to be the one of the harbour office.")
            .mention(ME)
            .replyTo(2, ME, "Me, **from five**. The list:")
            .at("2026-11-24T14:02:00Z")
            .unread()
            .build(),
        Message.of(7, ADA, "")
            .kind(MessageKind.UNDECRYPTABLE)
            .at("2026-11-24T14:03:00Z")
            .warning(WarningView.Kind.GAP, "A message of Ada before this one is missing.")
            .build(),
        Message.of(8, ME, "Yes. The gate code goes in a minute")
            .at("2026-11-24T14:04:00Z")
            .expires("2026-11-24T14:10:42Z")
            .edited()
            .readBy(ADA)
            .build(),
        Message.of(9, ME, "old").recalled().at("2026-11-24T14:05:00Z").build(),
        Message.of(10, ME, "On my way")
            .delivery(DeliveryState.WAITING)
            .at("2026-11-24T14:09:00Z")
            .build());
  }

  public static ChatState busy(int columns, int rows) {
    ChatState begin =
        ChatState.begin(columns, rows, Samples.NOW, ZONE, ME)
            .withConversations(
                List.of(
                    HARBOUR,
                    Samples.direct(ADA, 2),
                    Samples.direct(BO, 0),
                    Samples.room("Tide tables and other long titles", 14)));
    ChatState open =
        begin.withOpen(
            HARBOUR.conversation(),
            new Pane(messages(), false, 0, Optional.of(Message.ref(6)), Optional.empty()));
    return open.withNews(
        open.news()
            .withConnection(ConnectionState.ONLINE)
            .withWaiting(1)
            .withTyping("Ada Lovelace", Samples.NOW.plusSeconds(5)));
  }
}

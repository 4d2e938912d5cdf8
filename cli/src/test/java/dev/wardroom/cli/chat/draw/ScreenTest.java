package dev.wardroom.cli.chat.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.cli.chat.input.Composer;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Composition;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.chat.state.Pane;
import dev.wardroom.cli.chat.state.Transfer;
import dev.wardroom.cli.fake.GoldenScreen;
import dev.wardroom.cli.fake.Message;
import dev.wardroom.cli.fake.Samples;
import dev.wardroom.cli.fake.Talk;
import dev.wardroom.client.view.MessageView;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whole screens against golden files: what a person sees, row by row. Run with
/// `-Dgolden.write=true` to write them anew, then look at the difference.
class ScreenTest {
  @Test
  void aBusyConversationOnAnUsualTerminal() {
    GoldenScreen.check("busy-80x24", ChatDrawing.screen(Talk.busy(80, 24)));
  }

  @Test
  void aBusyConversationOnALargeTerminal() {
    GoldenScreen.check("busy-120x40", ChatDrawing.screen(Talk.busy(120, 40)));
  }

  @Test
  void aBusyConversationOnANarrowTerminal() {
    GoldenScreen.check("busy-40x20", ChatDrawing.screen(Talk.busy(40, 20)));
  }

  @Test
  void nothingIsThereYet() {
    ChatState state = ChatState.begin(80, 24, Samples.NOW, Talk.ZONE, Samples.ME);
    GoldenScreen.check("empty-80x24", ChatDrawing.screen(state));
  }

  @Test
  void theSwitcherNarrowsTheList() {
    ChatState state = Talk.busy(80, 24).withMode(new Mode.Switching("a", 1));
    GoldenScreen.check("switching-80x24", ChatDrawing.screen(state));
  }

  @Test
  void aReplyIsWrittenWhileSomebodyElseWritesAndAFileIsSent() {
    ChatState state = Talk.busy(80, 24);
    state =
        state
            .withDraft(
                Composition.of(Composer.EMPTY.insert("Not before **six**,\nI think. 林林"))
                    .replyingTo(state.pane().messages().getFirst()))
            .withNews(
                state
                    .news()
                    .withTransfer(new Transfer("Encrypting and sending chart.png", 4_200, 10_000)))
            .warn(
                "Bo 林 has a new device. Compare safety numbers if that is a surprise: /verify bo");
    GoldenScreen.check("replying-80x24", ChatDrawing.screen(state));
  }

  @Test
  void aSelectedMessageIsMarked() {
    ChatState state = Talk.busy(80, 24);
    state = state.withPane(state.pane().withSelected(Optional.of(Message.ref(6))));
    GoldenScreen.check("selected-80x24", ChatDrawing.screen(state));
  }

  @Test
  void everyRowFitsOnEveryTerminal() {
    for (int columns = 20; columns <= 200; columns += 9) {
      for (int rows = 6; rows <= 60; rows += 13) {
        Screen screen = ChatDrawing.screen(Talk.busy(columns, rows));
        assertThat(screen.rows()).as("%d x %d", columns, rows).hasSize(rows);
        for (Screen.Row row : screen.rows()) {
          Screen.Part last = row.parts().getLast();
          assertThat(last.column() + last.line().width())
              .as("%d x %d: %s", columns, rows, row.plain())
              .isLessThanOrEqualTo(columns);
        }
        assertThat(screen.cursorRow()).isBetween(0, rows - 1);
        assertThat(screen.cursorColumn()).isBetween(0, columns - 1);
      }
    }
  }

  /// A screen is drawn at each key: what is far above must not be felt. Compared by the processor
  /// time of this thread, which a busy machine does not stretch.
  @Test
  void manyLoadedMessagesCostNoMoreThanFew() {
    long few = drawingNanos(100);
    long many = drawingNanos(2_000);
    assertThat(many).isLessThan(4 * few);
  }

  private static long drawingNanos(int messages) {
    List<MessageView> talk = new ArrayList<>();
    for (int i = 1; i <= messages; i++) {
      talk.add(
          Message.of(i, i % 3 == 0 ? Samples.ME : Samples.ADA, "A line of **text** number " + i)
              .at("2026-11-24T13:00:00Z")
              .build());
    }
    ChatState state = Talk.busy(80, 24);
    state = state.withPane(new Pane(talk, true, 0, Optional.empty(), Optional.empty()));
    for (int warm = 0; warm < 60; warm++) {
      ChatDrawing.screen(state);
    }
    ThreadMXBean time = ManagementFactory.getThreadMXBean();
    long begin = time.getCurrentThreadCpuTime();
    for (int i = 0; i < 20; i++) {
      ChatDrawing.screen(state);
    }
    return time.getCurrentThreadCpuTime() - begin;
  }

  @Test
  void scrollingUpShowsOlderMessagesAndSaysHowFarTheNewestIs() {
    ChatState state = Talk.busy(80, 24);
    Pane pane = state.pane().withScroll(5);
    assertThat(ChatDrawing.screen(state.withPane(pane)).plain())
        .anyMatch(row -> row.contains("↓ 5 more rows"));
  }
}

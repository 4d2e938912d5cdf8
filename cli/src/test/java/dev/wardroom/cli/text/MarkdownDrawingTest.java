package dev.wardroom.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MarkdownDrawingTest {
  @Test
  void stylesOfWordsAreKept() {
    List<Span> spans = row("**bold** *italic* ~~gone~~ `code`").spans();
    assertThat(spans)
        .contains(
            new Span("bold", Style.BOLD),
            new Span("italic", Style.PLAIN.asItalic()),
            new Span("gone", Style.PLAIN.asStruck()),
            new Span("code", Style.of(Ink.CODE)));
  }

  @Test
  void aLineBreakInAMessageIsALineBreakOnTheScreen() {
    assertThat(rows("one\ntwo")).containsExactly("one", "two");
  }

  @Test
  void listsQuotesAndCodeAreDrawn() {
    assertThat(rows("1. one\n2. two")).containsExactly("1. one", "2. two");
    assertThat(rows("- a\n  - b")).containsExactly("• a", "  • b");
    assertThat(rows("> said\n> again")).containsExactly("▏ said", "▏ again");
    assertThat(rows("```\nint a;\n  b\n```")).containsExactly("▎ int a;", "▎   b");
    assertThat(rows("# Title")).containsExactly("Title");
  }

  @Test
  void aLinkThatHidesItsAddressShowsIt() {
    assertThat(rows("[bank](https://evil.example)")).containsExactly("bank (https://evil.example)");
    assertThat(rows("<https://example.org/>")).containsExactly("https://example.org/");
  }

  @Test
  void htmlIsShownAsTyped() {
    assertThat(rows("<b>x</b>")).containsExactly("<b>x</b>");
  }

  @Test
  void hostileNestingIsDrawnFlatAndQuickly() {
    assertThat(rows("> ".repeat(10_000) + "deep")).isNotEmpty();
    assertThat(rows("*".repeat(10_000) + "deep" + "*".repeat(10_000))).isNotEmpty();
    assertThat(rows("[".repeat(5_000))).isNotEmpty();
    assertThat(rows("- ".repeat(2_000) + "x")).isNotEmpty();
  }

  /// On the small stack that the launcher gives, and at the limit, where the parser still nests.
  @Test
  void marksAtTheLimitFitASmallStack() throws InterruptedException {
    String stars = "*".repeat(MarkdownDrawing.MARKS_MAX / 2);
    String images = "![".repeat(MarkdownDrawing.MARKS_MAX) + "x" + "](u)".repeat(1_000);
    AtomicInteger drawn = new AtomicInteger();
    Thread small =
        new Thread(
            null,
            () -> {
              drawn.addAndGet(rows(stars + "deep" + stars).size());
              drawn.addAndGet(rows(images).size());
            },
            "small",
            384 * 1_024);
    small.start();
    small.join();
    assertThat(drawn.get()).isGreaterThan(1);
  }

  @Test
  void noRowIsWiderThanAsked() {
    String everything =
        "# A heading that is long\n\n> quote of a long line\n\n1. first 林檎林檎林檎\n\n```\nvery long code line\n```\n";
    for (int width = 5; width < 50; width++) {
      for (Line row : MarkdownDrawing.rows(everything, Set.of(), width)) {
        assertThat(row.width()).isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void wordsOnOneLineForQuotes() {
    assertThat(MarkdownDrawing.plain("**Hello**\n\nyou `there`")).isEqualTo("Hello  you there");
  }

  private static Line row(String markdown) {
    return MarkdownDrawing.rows(markdown, Set.of(), 60).getFirst();
  }

  private static List<String> rows(String markdown) {
    return MarkdownDrawing.rows(markdown, Set.of(), 60).stream().map(Line::plain).toList();
  }
}

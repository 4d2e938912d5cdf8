package dev.wardroom.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void widthIsCountedInCharactersAsReadersSeeThem() {
    assertThat(TextWidth.of("abc")).isEqualTo(3);
    assertThat(TextWidth.of("林檎")).isEqualTo(4);
    assertThat(TextWidth.of("👍")).isEqualTo(2);
    assertThat(TextWidth.of("👍🏽")).isEqualTo(2);
    assertThat(TextWidth.of("👩‍👩‍👧")).isEqualTo(2);
    assertThat(TextWidth.of("🇩🇪🇫🇷")).isEqualTo(4);
    assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
    assertThat(TextWidth.of("한국")).isEqualTo(4);
    assertThat(TextWidth.of("✓✓ ─│")).isEqualTo(5);
  }

  @Test
  void clustersAreNeverCutApart() {
    assertThat(TextWidth.clusters("a👩‍👩‍👧e\u0301🇩🇪한"))
        .containsExactly("a", "👩‍👩‍👧", "e\u0301", "🇩🇪", "한");
    assertThat(Line.of("ab👍🏽cd", Style.PLAIN).cut(4).plain()).isEqualTo("ab…");
    assertThat(TextWidth.previous("a👍🏽", "a👍🏽".length())).isEqualTo(1);
  }

  @Test
  void aLineIsCutOrFilledToItsWidth() {
    assertThat(Line.of("Harbour", Style.PLAIN).cut(7).plain()).isEqualTo("Harbour");
    assertThat(Line.of("Harbour", Style.PLAIN).cut(6).plain()).isEqualTo("Harbo…");
    assertThat(Line.of("林林林", Style.PLAIN).fit(4).plain()).isEqualTo("林… ");
    assertThat(Line.of("ab", Style.PLAIN).fit(4).plain()).isEqualTo("ab  ");
    assertThat(Line.of("title", Style.PLAIN).spread(Line.of("9", Style.BOLD), 8).plain())
        .isEqualTo("title  9");
  }

  @Test
  void wordsWrapAtSpacesAndLongOnesAreChopped() {
    assertThat(rows("the quick brown fox", 10)).containsExactly("the quick", "brown fox");
    assertThat(rows("abcdefghijkl", 5)).containsExactly("abcde", "fghij", "kl");
    assertThat(rows("a\n\nb", 10)).containsExactly("a", "", "b");
    assertThat(rows("林林林林林", 5)).containsExactly("林林", "林林", "林");
  }

  @Test
  void noRowIsWiderThanAsked() {
    String text = "Some `code`, 林檎 and 👩‍👩‍👧 in a long-winded-sentence-without-spaces of it all";
    for (int width = 4; width < 60; width++) {
      for (Line row : Wrapping.wrap(List.of(Span.plain(text)), width)) {
        assertThat(row.width()).isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void controlCharactersCannotReachTheTerminal() {
    assertThat(SafeText.line("a\u001B[2Jb\u0007c\u009Bd")).isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd");
    assertThat(SafeText.line("two\nlines\ttab")).isEqualTo("two lines  tab");
    assertThat(SafeText.lines("two\r\nlines")).isEqualTo("two\nlines");
    assertThat(SafeText.line("cod\u202Etxt.exe")).isEqualTo("codtxt.exe");
    assertThat(SafeText.line("👩‍👩‍👧 ❤️")).isEqualTo("👩‍👩‍👧 ❤️");
    assertThat(SafeText.line("\uD800")).isEmpty();
  }

  @Test
  void everyControlCharacterIsReplaced() {
    for (int point = 0; point < 0xA0; point++) {
      String safe = SafeText.line(Character.toString(point));
      assertThat(safe.chars().noneMatch(Character::isISOControl)).as("U+%04X", point).isTrue();
    }
  }

  @Test
  void namesKeepTheirColour() {
    assertThat(Ink.ofPerson("0a")).isEqualTo(Ink.ofPerson("0a"));
    long colours =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> Ink.ofPerson(Integer.toHexString(i * 7919)))
            .distinct()
            .count();
    assertThat(colours).isEqualTo(8);
  }

  @Test
  void withoutColourOnlyAttributesAreWritten() {
    Line line = Line.of(new Span("a", Style.of(Ink.DANGER)), new Span("b", Style.BOLD));
    assertThat(new Ansi(Palette.NONE).of(line)).isEqualTo("a\u001B[1mb\u001B[0m");
    assertThat(new Ansi(Palette.DARK).of(line)).contains("38;5;");
    assertThat(new Ansi(Palette.TEXT).of(line)).isEqualTo("ab");
  }

  @Test
  void mentionsAreHighlightedOnlyWhenTheyAreMentions() {
    Line row = MarkdownDrawing.rows("@ada and @bob", Set.of("@ada"), 40).getFirst();
    assertThat(row.spans().getFirst()).isEqualTo(new Span("@ada", Style.of(Ink.MENTION).asBold()));
    assertThat(row.spans().getLast().style().ink()).isEqualTo(Ink.PLAIN);
  }

  private static List<String> rows(String text, int width) {
    return Wrapping.wrap(List.of(Span.plain(text)), width).stream().map(Line::plain).toList();
  }
}

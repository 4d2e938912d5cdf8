package dev.wardroom.cli.chat.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.cli.chat.input.Completion.Candidate;
import dev.wardroom.cli.chat.input.Completion.Person;
import dev.wardroom.cli.chat.input.Key.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputTest {
  @Test
  void charactersAndNamedKeysAreRead() {
    assertThat(keys("a林👍\r\t\u007F"))
        .containsExactly(
            new Key.Typed("a"),
            new Key.Typed("林"),
            new Key.Typed("👍"),
            Key.Named.of(Name.ENTER),
            Key.Named.of(Name.TAB),
            Key.Named.of(Name.BACKSPACE));
    assertThat(keys("\u001B[A\u001BOB\u001B[3~\u001B[5~\u001BOP\u001B[Z"))
        .containsExactly(
            Key.Named.of(Name.UP),
            Key.Named.of(Name.DOWN),
            Key.Named.of(Name.DELETE),
            Key.Named.of(Name.PAGE_UP),
            Key.Named.of(Name.F1),
            new Key.Named(Name.TAB, true, false, false));
  }

  @Test
  void modifiersAreRead() {
    assertThat(
            keys(
                "\u001B[1;3A\u001B[1;5D\u001B[1;2A\u001B[13;2u\u001B[27;2;13~\u001B\r\u001Ba\u0014"))
        .containsExactly(
            new Key.Named(Name.UP, false, true, false),
            new Key.Named(Name.LEFT, false, false, true),
            new Key.Named(Name.UP, true, false, false),
            new Key.Named(Name.ENTER, true, false, false),
            new Key.Named(Name.ENTER, true, false, false),
            new Key.Named(Name.ENTER, false, true, false),
            new Key.Alt("a"),
            new Key.Control('t'));
    assertThat(keys("\u001B[116;5u")).containsExactly(new Key.Control('t'));
  }

  @Test
  void theMouseAndTheWindowAreRead() {
    assertThat(keys("\u001B[<64;10;5M\u001B[<65;10;5M\u001B[<0;3;4M\u001B[<0;3;4m\u001B[I\u001B[O"))
        .containsExactly(
            new Key.Wheel(true, 4, 9),
            new Key.Wheel(false, 4, 9),
            new Key.Clicked(3, 2),
            new Key.Focus(true),
            new Key.Focus(false));
  }

  @Test
  void pastedTextIsNeverReadAsKeys() {
    assertThat(keys("\u001B[200~a\rb\u001B[A\u001B[201~x"))
        .containsExactly(new Key.Pasted("a\nb\u001B[A"), new Key.Typed("x"));
  }

  @Test
  void aSequenceMayComeInPieces() {
    String sequence = "\u001B[1;3A";
    for (int cut = 1; cut < sequence.length(); cut++) {
      KeyDecoder.Decoded first = KeyDecoder.decode(sequence.substring(0, cut), false);
      assertThat(first.keys()).isEmpty();
      assertThat(KeyDecoder.decode(first.rest() + sequence.substring(cut), false).keys())
          .containsExactly(new Key.Named(Name.UP, false, true, false));
    }
  }

  @Test
  void aLoneEscapeIsAKeyAfterAPause() {
    assertThat(KeyDecoder.decode("\u001B", false).keys()).isEmpty();
    assertThat(KeyDecoder.decode("\u001B", true).keys()).containsExactly(Key.Named.of(Name.ESCAPE));
  }

  @Test
  void unknownSequencesAreSwallowedWhole() {
    assertThat(keys("\u001B[?1;2c\u001B[99~\u001B[>0q x"))
        .containsExactly(new Key.Typed(" "), new Key.Typed("x"));
  }

  @Test
  void anyInputIsDecodedWithoutEnd() {
    java.util.Random random = new java.util.Random(7);
    String alphabet = "\u001B[<O~;0123456789ABMmu\r\n\tabc林\uD83D";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(KeyDecoder.decode(text.toString(), true).rest().length())
          .isLessThanOrEqualTo(text.length());
    }
  }

  @Test
  void theComposerEditsWholeCharacters() {
    Composer composer = Composer.EMPTY.insert("a👩‍👩‍👧e\u0301");
    assertThat(composer.backspace().text()).isEqualTo("a👩‍👩‍👧");
    assertThat(composer.backspace().backspace().text()).isEqualTo("a");
    assertThat(composer.left().left().insert("-").text()).isEqualTo("a-👩‍👩‍👧e\u0301");
    assertThat(composer.lineStart().deleteForward().deleteForward().text()).isEqualTo("e\u0301");
  }

  @Test
  void wordsAndLinesAreDeleted() {
    Composer composer = Composer.EMPTY.insert("one two  ");
    assertThat(composer.deleteWordBefore().text()).isEqualTo("one ");
    assertThat(composer.deleteLineBefore().text()).isEmpty();
    assertThat(composer.wordLeft().deleteLineAfter().text()).isEqualTo("one ");
    assertThat(Composer.EMPTY.insert("a\nb").lineStart().deleteLineBefore().text()).isEqualTo("ab");
  }

  @Test
  void theCursorMovesBetweenLines() {
    Composer composer = Composer.EMPTY.insert("long line\nb\nlast");
    assertThat(composer.up().cursor()).isEqualTo("long line\nb".length());
    assertThat(composer.up().up().cursor()).isEqualTo(1);
    assertThat(composer.up().up().down().cursor()).isEqualTo("long line\nb".length());
    assertThat(composer.isOnLastLine()).isTrue();
    assertThat(composer.up().up().isOnFirstLine()).isTrue();
  }

  @Test
  void theHistoryKeepsWhatIsBeingWritten() {
    Composer composer = Composer.EMPTY.insert("first").sent().insert("second").sent().insert("dra");
    assertThat(composer.older().text()).isEqualTo("second");
    assertThat(composer.older().older().text()).isEqualTo("first");
    assertThat(composer.older().older().older().text()).isEqualTo("first");
    assertThat(composer.older().newer().text()).isEqualTo("dra");
  }

  @Test
  void theTextIsBounded() {
    Composer full = Composer.EMPTY.insert("x".repeat(Composer.TEXT_MAX));
    assertThat(full.insert("y").text()).hasSize(Composer.TEXT_MAX);
  }

  @Test
  void emojiNamesAreReplacedOutsideOfCode() {
    assertThat(Emojis.replace("well :thumbsup: `:thumbsup:` :nosuch:"))
        .isEqualTo("well 👍 `:thumbsup:` :nosuch:");
  }

  @Test
  void namesCommandsAndEmojiAreCompleted() {
    List<Person> people = List.of(new Person("ada", "Ada Lovelace"), new Person("bo", "Bo"));
    assertThat(shown("hi @lov", people)).isEmpty();
    assertThat(shown("hi @a", people)).containsExactly("@ada");
    assertThat(shown("@", people)).containsExactly("@ada", "@bo", "@everyone");
    assertThat(shown("/rec", people)).containsExactly("/recall");
    assertThat(shown("/add b", people)).containsExactly("bo");
    assertThat(shown(":rocke", people)).containsExactly("🚀 :rocket:");
    assertThat(shown("plain b", people)).isEmpty();
  }

  @Test
  void slashesThatAreNoCommandsAreText() {
    assertThat(SlashCommand.parse("/etc/passwd")).isEmpty();
    assertThat(SlashCommand.parse("//quit")).isEmpty();
    assertThat(SlashCommand.parse("/")).isEmpty();
    assertThat(SlashCommand.parse("/file  a b")).contains(new SlashCommand.Typed("file", "a b"));
  }

  private static List<String> shown(String text, List<Person> people) {
    return Completion.candidates(Composer.EMPTY.insert(text), people).stream()
        .map(Candidate::shown)
        .toList();
  }

  private static List<Key> keys(String text) {
    return KeyDecoder.decode(text, true).keys();
  }
}
